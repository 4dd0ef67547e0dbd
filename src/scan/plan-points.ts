/** Planning all points before the first is submitted, so that all mistakes are told at once. */
import { type Finding, ReanaCiError } from '../base/error.ts';
import { formatCount } from '../base/format.ts';
import { findingsOf, createMistakes } from '../run/plan/mistakes.ts';
import { planRun, type PlanTools } from '../run/plan/plan.ts';
import { givenParameters } from '../run/plan/given-parameters.ts';
import type { RunSettings } from '../run/plan/settings.ts';
import type { RunRecord } from '../results/run-record.ts';
import type { Host } from '../run/host.ts';
import type { Point } from './point.ts';
import type { GivenPoint } from './read-points.ts';

/** What is kept of a point until its turn comes. */
export interface PlannedPoint {
  readonly point: Point;
  /** Of its job. */
  readonly digest: string;
  readonly inputs: RunRecord['inputs'];
}

export interface PointPlanning {
  readonly settingsOf: (point: Point) => RunSettings;
  readonly hostOf: (point: Point) => Host;
  readonly tools: Omit<PlanTools, 'host'>;
  readonly signal: AbortSignal;
}

interface Problem {
  readonly given: GivenPoint;
  readonly error: ReanaCiError;
}

/**
 * Plans every point and keeps little of it.
 *
 * @throws ReanaCiError with all mistakes; one that several points have is told once
 * @throws the signal's reason
 */
export async function planPoints(
  points: readonly GivenPoint[],
  { settingsOf, hostOf, tools, signal }: PointPlanning,
): Promise<PlannedPoint[]> {
  const planned: PlannedPoint[] = [];
  const problems: Problem[] = [];
  for (const given of points) {
    signal.throwIfAborted();
    const { point } = given;
    const mistakes = createMistakes();
    const host = hostOf(point);
    const plan = await planRun(settingsOf(point), { ...tools, host }, mistakes);
    const error = mistakes.error();
    if (error !== undefined) problems.push({ given, error });
    else if (plan !== undefined) {
      const { datasets, variables } = plan;
      const inputs = { datasets, variables, ...givenParameters(plan) };
      planned.push({ point, digest: plan.identity.digest, inputs });
    }
  }
  throwProblems(problems, points.length);
  return planned;
}

function throwProblems(problems: readonly Problem[], points: number): void {
  const [first] = problems;
  if (first === undefined) return;
  const groups = new Map<string, { readonly finding: Finding; readonly at: GivenPoint[] }>();
  for (const { given, error } of problems) {
    for (const finding of findingsOf(error)) {
      const key = JSON.stringify(finding);
      const group = groups.get(key) ?? { finding, at: [] };
      group.at.push(given);
      groups.set(key, group);
    }
  }
  const isShared = [...groups.values()].every(({ at }) => at.length === points);
  // As a run would tell it.
  if (isShared) throw first.error;
  const findings = [...groups.values()].map(({ finding, at }) => describe(finding, at, points));
  const errors = findings.filter(({ severity }) => severity === 'error');
  const message = `Nothing was submitted: ${formatCount(errors.length, 'mistake')}.`;
  throw new ReanaCiError(first.error.code, message, { findings });
}

/** A mistake of all points is one of what they share. */
function describe(finding: Finding, at: readonly GivenPoint[], points: number): Finding {
  const [first] = at;
  if (at.length === points || first === undefined) return finding;
  const more = at.length === 1 ? '' : ` and ${at.length - 1} more`;
  const message = `${finding.message} (at ${first.point.name}${more})`;
  return { ...finding, message, ...(finding.file === undefined ? first.place : {}) };
}
