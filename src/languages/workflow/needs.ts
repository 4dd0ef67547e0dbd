/** What jobs ask for, read from the keys that all languages share. */
import { ExactNumber, isJsonObject, type Json } from '../../base/json.ts';
import { credentialHints } from './credential-hint.ts';
import type { StageNeeds } from './workflow.ts';

/** @param resources a mapping with `kubernetes_memory_limit` and its like, or a list of such mappings */
export function readNeeds(image: string | undefined, resources: Json | undefined): StageNeeds {
  const merged = Object.assign(
    {},
    ...(Array.isArray(resources) ? (resources as readonly Json[]) : [resources]).filter(
      isJsonObject,
    ),
  ) as Readonly<Record<string, Json>>;
  const memory = text(merged.kubernetes_memory_limit);
  const uid = text(merged.kubernetes_uid);
  const backend = text(merged.compute_backend);
  const credentials = credentialHints(merged, undefined, () => undefined);
  return {
    ...(image === undefined ? {} : { image }),
    ...(memory === undefined ? {} : { memory }),
    ...(uid === undefined ? {} : { uid }),
    ...(backend === undefined || backend === 'kubernetes' ? {} : { backend }),
    credentials: Array.from(new Set(credentials.map((hint) => hint.credential))),
  };
}

function text(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || value instanceof ExactNumber ? String(value) : undefined;
}
