/** One point of a scan: what its run has besides what all runs of the scan have. */
import { createHash } from 'node:crypto';

export interface PointInputs {
  readonly parameters: Readonly<Record<string, string>>;
  /** In the place of `VAR_<NAME>`. */
  readonly variables: Readonly<Record<string, string>>;
  /** `scope:name`, in the place of `VAR_INPUT`. */
  readonly datasets: readonly string[];
}

export interface Point extends PointInputs {
  /** Of its folder, and what people call it: `mass=300,width=narrow`. The same inputs have the same name. */
  readonly name: string;
}

export const nothing: PointInputs = { parameters: {}, variables: {}, datasets: [] };

/** More are a slip of somebody who combined lists. */
export const mostPoints = 1000;

const longestName = 80;
const hashLength = 8;
/** `,` and `=` between such texts tell where each begins. */
const plainText = /^[-+.]?[A-Za-z0-9_][A-Za-z0-9._+-]*$/;

/** Gives the point its name. */
export function namePoint(inputs: PointInputs): Point {
  const pairs = pairsOf(inputs);
  const text = pairs.map(([name, value]) => `${name}=${value}`).join(',');
  // Names of datasets are shortened.
  const isWhole = inputs.datasets.length === 0 && text.length <= longestName;
  const isPlain = pairs.every((pair) => pair.every((part) => plainText.test(part)));
  if (isWhole && isPlain) return { ...inputs, name: text };
  const hash = createHash('sha256').update(identityOf(inputs)).digest('hex').slice(0, hashLength);
  const readable = text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[^A-Za-z0-9._+=,-]+/g, '-')
    .slice(0, longestName)
    .replace(/^[-.]+|[-.,]+$/g, '');
  return { ...inputs, name: `${readable}-${hash}` };
}

/** Name of the run of the point: letters, digits and dashes follow the name of all runs of the scan. */
export function nameOfRun(scan: string, { name }: Point): string {
  return `${scan}-${name.replace(/[^A-Za-z0-9]+/g, '-')}`;
}

/** The same for the same inputs, in whatever order they are given. */
export function identityOf({ parameters, variables, datasets }: PointInputs): string {
  return JSON.stringify([sorted(parameters), sorted(variables), datasets]);
}

/** In the words of the specification: parameters by name, `VAR_<NAME>`, `VAR_INPUT`. */
export function pairsOf({
  parameters,
  variables,
  datasets,
}: PointInputs): (readonly [name: string, value: string])[] {
  return [
    ...Object.entries(parameters),
    ...Object.entries(variables).map(([name, value]) => [`VAR_${name}`, value] as const),
    ...(datasets.length > 0 ? [['VAR_INPUT', datasets.map(bareName).join('+')] as const] : []),
  ];
}

/** The scope mostly repeats the beginning of the name. */
function bareName(dataset: string): string {
  return dataset.replace(/^[^:]*:/, '');
}

function sorted(values: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
