/** Testing a finished run with features. */
import type { Evidence } from './check.ts';
import type { Feature, Scenario } from './feature.ts';

/** How one scenario came out. */
export interface ScenarioResult {
  /** The file. */
  readonly feature: string;
  readonly scenario: string;
  readonly line: number;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** The step that did not hold, or that has the rest skipped. */
  readonly step?: string;
  /** Why. */
  readonly message?: string;
}

/**
 * Tests a run with the scenarios of `features`, in their order.
 *
 * @throws ReanaCiError what keeps `evidence` from being had: `unreachable`, what the server refuses
 */
export async function evaluateFeatures(
  features: readonly Feature[],
  evidence: Evidence,
): Promise<ScenarioResult[]> {
  const results: ScenarioResult[] = [];
  for (const { file, scenarios } of features) {
    for (const scenario of scenarios) {
      results.push({
        feature: file,
        scenario: scenario.name,
        line: scenario.line,
        ...(await evaluateScenario(scenario, evidence)),
      });
    }
  }
  return results;
}

async function evaluateScenario(
  { steps }: Scenario,
  evidence: Evidence,
): Promise<Pick<ScenarioResult, 'status' | 'step' | 'message'>> {
  for (const { text: step, check, values } of steps) {
    const problem = await check(evidence, values);
    if (problem === undefined) continue;
    return 'failed' in problem
      ? { status: 'failed', step, message: problem.failed }
      : { status: 'skipped', step, message: problem.skipped };
  }
  return { status: 'passed' };
}
