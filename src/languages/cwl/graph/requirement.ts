/** The needs of a CWL step: its image and REANA's hints, its own before those it inherits. */
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { entriesOfClass } from '../entry.ts';
import { readNeeds } from '../../workflow/needs.ts';
import type { StageNeeds } from '../../workflow/workflow.ts';

/** @param levels from the outermost workflow to the tool; requirements go before hints */
export function cwlNeeds(levels: readonly JsonObject[]): StageNeeds {
  const inner = levels.toReversed();
  const lists = [...inner.map((level) => level.requirements), ...inner.map((level) => level.hints)];
  const ofClass = (name: string): JsonObject[] =>
    lists
      .flatMap((list) => entriesOfClass(list, name).map(({ value }) => value))
      .filter(isJsonObject);
  const [docker] = ofClass('DockerRequirement');
  const image = docker?.dockerPull ?? docker?.dockerImageId;
  return readNeeds(
    typeof image === 'string' ? image : undefined,
    Object.assign({}, ...ofClass('reana').toReversed()) as JsonObject,
  );
}
