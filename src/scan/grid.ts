/** The points that options such as `--point-parameter mass=300,500` span, as lists of points that set one thing. */
import { ReanaCiError } from '../base/error.ts';
import type { Mistakes } from '../run/plan/mistakes.ts';
import { parseAssignments } from '../base/assignment.ts';
import { parseDatasets } from '../specification/dataset.ts';
import { nothing, type PointInputs } from './point.ts';

export interface GridOptions {
  /** `NAME=VALUE,VALUE…`, as is the next. */
  readonly pointParameter: readonly string[];
  readonly pointVar: readonly string[];
  /** Datasets, also several with commas. */
  readonly pointInput: readonly string[];
}

/**
 * Reads the options: each is a list of points that set one thing.
 *
 * @param mistakes keeps what is wrong
 * @returns `undefined` when something is
 */
export async function readGrid(
  options: GridOptions,
  mistakes: Mistakes,
): Promise<PointInputs[][] | undefined> {
  const { pointParameter, pointVar, pointInput } = options;
  const parameters = await mistakes.attempt(() => readLists(pointParameter, '--point-parameter'));
  const variables = await mistakes.attempt(() => readLists(pointVar, '--point-var'));
  const datasets = await mistakes.attempt(() => parseDatasets(pointInput));
  if (parameters === undefined || variables === undefined || datasets === undefined) {
    return undefined;
  }
  const inputs = datasets.map((dataset) => ({ ...nothing, datasets: [dataset] }));
  return [
    ...parameters.map(([name, values]) =>
      values.map((value) => ({ ...nothing, parameters: { [name]: value } })),
    ),
    ...variables.map(([name, values]) =>
      values.map((value) => ({ ...nothing, variables: { [name]: value } })),
    ),
    ...(inputs.length === 0 ? [] : [inputs]),
  ];
}

/** Values between commas; a comma within brackets belongs to its value: `[1,2],[3,4]` are two. */
export function splitValues(text: string): string[] {
  const values: string[] = [];
  let value = '';
  let depth = 0;
  for (const character of text) {
    if ('[{('.includes(character)) depth += 1;
    if (']})'.includes(character)) depth -= 1;
    if (character === ',' && depth <= 0) {
      values.push(value.trim());
      value = '';
    } else value += character;
  }
  return [...values, value.trim()];
}

function readLists(given: readonly string[], option: string): (readonly [string, string[]])[] {
  const lists = Object.entries(parseAssignments(given, option)).map(
    ([name, text]) => [name, splitValues(text)] as const,
  );
  const empty = lists.filter(([, values]) => values.includes('')).map(([name]) => name);
  if (empty.length === 0) return lists;
  throw new ReanaCiError('usage', `${option}: ${empty.join(', ')} has an empty value`, {
    hint: `Write ${option} NAME=VALUE,VALUE; values that are empty or hold commas go into a file of points.`,
  });
}
