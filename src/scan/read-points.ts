/** The points of a scan, from all that the user has said about them. */
import { type Finding, ReanaCiError } from '../base/error.ts';
import type { Mistakes } from '../run/plan/mistakes.ts';
import type { RunSettings } from '../run/plan/settings.ts';
import type { Position } from '../document/source-document.ts';
import { combine, countCombinations } from './combine.ts';
import { type GridOptions, readGrid } from './grid.ts';
import {
  identityOf,
  mostPoints,
  namePoint,
  pairsOf,
  type Point,
  type PointInputs,
} from './point.ts';
import { readPointFile } from './point-file.ts';

export interface PointOptions extends GridOptions {
  /** Path of a file of points. */
  readonly points?: string | undefined;
}

export interface GivenPoint {
  readonly point: Point;
  /** Where a file has it. */
  readonly place?: Position;
}

type SharedInputs = Pick<RunSettings, 'parameters' | 'variables' | 'datasets'>;
type Inputs = PointInputs & { readonly place?: Position };

/**
 * Reads the options and the file; where there is more than one list of points, every combination of them is one.
 * A point that is given twice stays once.
 *
 * @param shared inputs of all runs, which no point may set again
 * @param mistakes keeps what is wrong
 * @returns the points, and a warning for each that was given twice; no point when something is wrong
 */
export async function readPoints(
  options: PointOptions,
  shared: SharedInputs,
  cwd: string,
  mistakes: Mistakes,
): Promise<{ points: GivenPoint[]; warnings: Finding[] }> {
  const { points: file } = options;
  const fromFile =
    file === undefined ? undefined : await mistakes.attempt(() => readPointFile(cwd, file));
  const grid = await readGrid(options, mistakes);
  const isWhole = grid !== undefined && (file === undefined || fromFile !== undefined);
  if (!isWhole) return { points: [], warnings: [] };
  const lists: (readonly Inputs[])[] = fromFile === undefined ? grid : [fromFile, ...grid];
  const result = await mistakes.attempt(() => {
    checkLists(lists, shared);
    return distinct(lists);
  });
  return result ?? { points: [], warnings: [] };
}

function checkLists(lists: readonly (readonly Inputs[])[], shared: SharedInputs): void {
  if (lists.length === 0) {
    throw new ReanaCiError('usage', 'A scan needs points, and none are given.', {
      hint: 'Give for example --point-parameter mass=300,500,750, or --points with a file.',
    });
  }
  const twice = namesGivenTwice(lists, shared);
  if (twice.length > 0) {
    throw new ReanaCiError('usage', `The points set ${twice.join(', ')} more than once.`, {
      hint: 'Set each in one place: for all points, in the file of points, or by one option.',
    });
  }
  const count = countCombinations(lists);
  if (count <= mostPoints) return;
  throw new ReanaCiError('usage', `A scan has ${mostPoints} points at most, not ${count}.`, {
    hint: 'Give the points that matter in a file, or scan one part after the other.',
  });
}

function namesGivenTwice(lists: readonly (readonly Inputs[])[], shared: SharedInputs): string[] {
  const sources = [
    pairsOf(shared).map(([name]) => name),
    ...lists.map((list) => list.flatMap((inputs) => pairsOf(inputs).map(([name]) => name))),
  ];
  const names = sources.flatMap((source) => [...new Set(source)]);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function distinct(lists: readonly (readonly Inputs[])[]) {
  const points = new Map<string, GivenPoint>();
  const warnings: Finding[] = [];
  for (const parts of combine(lists)) {
    const inputs = merge(parts);
    const place = parts.find((part) => part.place !== undefined)?.place;
    const identity = identityOf(inputs);
    const first = points.get(identity);
    if (first === undefined) {
      points.set(identity, { point: namePoint(inputs), ...(place && { place }) });
      continue;
    }
    const where = first.place === undefined ? '' : ` as in line ${first.place.line}`;
    warnings.push({
      rule: 'point-twice',
      severity: 'warning',
      message: `${first.point.name} is the same point${where}; it is run once`,
      ...place,
    });
  }
  return { points: [...points.values()], warnings };
}

function merge(parts: readonly PointInputs[]): PointInputs {
  return {
    parameters: Object.assign({}, ...parts.map((part) => part.parameters)) as Record<
      string,
      string
    >,
    variables: Object.assign({}, ...parts.map((part) => part.variables)) as Record<string, string>,
    datasets: parts.flatMap((part) => part.datasets),
  };
}
