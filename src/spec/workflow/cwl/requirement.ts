/** What a CWL step asks for: its image and REANA's hints, its own before those it inherits. */
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import { readNeeds } from '../needs.ts';
import type { StageNeeds } from '../workflow.ts';

/** @param levels from the outermost workflow to the tool; requirements go before hints */
export function cwlNeeds(levels: readonly JsonObject[]): StageNeeds {
  const inner = levels.toReversed();
  const wanted = [
    ...inner.map((level) => level.requirements),
    ...inner.map((level) => level.hints),
  ].flatMap((list) => classesOf(list));
  const docker = wanted.find(([name]) => name === 'DockerRequirement')?.[1];
  const image = docker?.dockerPull ?? docker?.dockerImageId;
  const hints = wanted.filter(([name]) => /(^|[:#/])reana$/.test(name)).map(([, hint]) => hint);
  return readNeeds(typeof image === 'string' ? image : undefined, hints.toReversed());
}

function classesOf(list: Json | undefined): [string, JsonObject][] {
  const entries: [Json | undefined, Json][] = Array.isArray(list)
    ? (list as readonly Json[]).map((item) => [isJsonObject(item) ? item.class : undefined, item])
    : isJsonObject(list)
      ? Object.entries(list)
      : [];
  return entries.filter(
    (entry): entry is [string, JsonObject] =>
      typeof entry[0] === 'string' && isJsonObject(entry[1]),
  );
}
