/** The `resources` of a rule that are plain values. */
import type { Json, JsonObject } from '../../base/json.ts';
import type { Position } from '../../document/source-document.ts';
import type { SnakefileRule } from './snakefile.ts';

export interface RuleResources {
  readonly values: JsonObject;
  /** Where the resource of a name stands. */
  readonly positionOf: (name: string) => Position | undefined;
}

export function resourcesOf({ directives }: Pick<SnakefileRule, 'directives'>): RuleResources {
  const given = directives.get('resources')?.arguments ?? [];
  const plain = given.flatMap(({ name, value, position }): [string, Json, Position][] =>
    name === undefined || value === undefined || (typeof value === 'object' && value !== null)
      ? []
      : [[name, value, position]],
  );
  const positions = new Map(plain.map(([name, , position]) => [name, position]));
  return {
    values: Object.fromEntries(plain.map(([name, value]) => [name, value])),
    positionOf: (name) => positions.get(name),
  };
}
