/** The needs of jobs, read from the keys that all languages share. */
import { ExactNumber, type Json, type JsonObject } from '../../base/json.ts';
import { credentialsOf } from './credential.ts';
import type { StageNeeds } from './workflow.ts';

/** @param hints `kubernetes_memory_limit` and its like */
export function readNeeds(image: string | undefined, hints: JsonObject): StageNeeds {
  const memory = text(hints.kubernetes_memory_limit);
  const uid = text(hints.kubernetes_uid);
  const backend = text(hints.compute_backend);
  return {
    ...(image === undefined ? {} : { image }),
    ...(memory === undefined ? {} : { memory }),
    ...(uid === undefined ? {} : { uid }),
    ...(backend === undefined || backend === 'kubernetes' ? {} : { backend }),
    credentials: [...new Set(credentialsOf(hints).map(({ credential }) => credential))],
  };
}

function text(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || value instanceof ExactNumber ? String(value) : undefined;
}
