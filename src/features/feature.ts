/** A file of Gherkin scenarios that a finished run is tested with: `tests.files` of `reana.yaml`. */
import type { GherkinDocument, Pickle, PickleStep } from '@cucumber/messages';
import type { Finding } from '../base/error.ts';
import { matchStep, type StepKind, type StepMatch } from './step-forms.ts';

export interface Feature {
  /** Path as the specification names it. */
  readonly file: string;
  readonly name: string;
  readonly scenarios: readonly Scenario[];
}

export interface Scenario {
  readonly name: string;
  readonly line: number;
  readonly steps: readonly FeatureStep[];
}

export interface FeatureStep extends StepMatch {
  /** With the text of a doc string in quotes behind it, as REANA reads it. */
  readonly text: string;
}

export type FeatureProblem = Required<Pick<Finding, 'message' | 'line' | 'column'>>;

interface Location {
  readonly line: number;
  readonly column?: number;
}

/** Characters of a step; nobody writes more, and patterns are tried on it. */
const longestStep = 20_000;

/**
 * Reads the text of a feature file as `reana_commons.gherkin_parser` does, outlines filled in.
 *
 * @param file path as the specification names it
 * @returns the feature, or all that keeps REANA from reading it
 */
export async function readFeature(
  file: string,
  text: string,
): Promise<Feature | { readonly problems: readonly FeatureProblem[] }> {
  // This package has names only, and no default.
  // eslint-disable-next-line no-restricted-syntax
  const gherkin = await import('@cucumber/gherkin');
  let ids = 0;
  const newId = () => String((ids += 1));
  let document: GherkinDocument;
  try {
    const { AstBuilder, GherkinClassicTokenMatcher, Parser } = gherkin;
    document = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher()).parse(text);
  } catch (error) {
    return { problems: syntaxProblems(error) };
  }
  if (document.feature === undefined) {
    return { problems: [problem({ line: 1 }, 'the file has no feature')] };
  }
  const places = locationsIn(document);
  const problems: FeatureProblem[] = [];
  const scenarios = gherkin
    .compile(document, file, newId)
    .map((pickle) => readScenario(pickle, places, problems));
  return problems.length > 0 ? { problems } : { file, name: document.feature.name, scenarios };
}

/** Of what is no step of REANA's, each place is told once, however many examples there are. */
function readScenario(
  { name, astNodeIds, steps }: Pickle,
  places: ReadonlyMap<string, Location>,
  problems: FeatureProblem[],
): Scenario {
  const placeOf = (ids: readonly string[]) => places.get(ids[0] ?? '') ?? { line: 1 };
  return {
    name,
    line: placeOf(astNodeIds).line,
    steps: steps.flatMap((step) => {
      const place = placeOf(step.astNodeIds);
      const read = readStep(step);
      if (typeof read !== 'string') return [read];
      const found = problem(place, read);
      const { line, column } = found;
      if (!problems.some((one) => one.line === line && one.column === column)) problems.push(found);
      return [];
    }),
  };
}

/** @returns the step, or why it is none */
function readStep({ text: line, argument, type }: PickleStep): FeatureStep | string {
  if (argument?.dataTable !== undefined) return 'REANA reads no tables behind steps';
  const content = argument?.docString?.content;
  const text = content === undefined ? line : `${line} "${content}"`;
  if (text.length > longestStep) return `a step of more than ${longestStep} characters`;
  const kind = kinds[String(type)];
  if (kind === undefined) return `REANA knows no step "${shown(text)}" that is a Given`;
  const match = matchStep(kind, text);
  return match === undefined ? `REANA knows no step "${kind} ${shown(text)}"` : { ...match, text };
}

const kinds: Readonly<Record<string, StepKind>> = { Action: 'When', Outcome: 'Then' };

function syntaxProblems(error: unknown): FeatureProblem[] {
  const { errors = [error] } = error as { errors?: readonly unknown[] };
  return errors.map((one) => {
    const { message = '', location } = one as { message?: string; location?: Location };
    return problem(location ?? { line: 1 }, message.replace(/^\(\d+:\d+\): /, ''));
  });
}

function problem({ line, column }: Location, message: string): FeatureProblem {
  return { message, line, column: column ?? 1 };
}

/** Where the nodes of the document stand, by id. */
function locationsIn(document: GherkinDocument): ReadonlyMap<string, Location> {
  const places = new Map<string, Location>();
  const open: unknown[] = [document];
  // The list grows while it is walked.
  for (const node of open) {
    if (typeof node !== 'object' || node === null) continue;
    const { id, location } = node as { id?: unknown; location?: Location };
    if (typeof id === 'string' && location !== undefined) places.set(id, location);
    open.push(...(Object.values(node) as unknown[]));
  }
  return places;
}

function shown(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
