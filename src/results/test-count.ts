/** A count of tests in a few words. */
import type { ScenarioResult } from '../features/evaluate.ts';

/** `2 passed, 1 failed` */
export function countTests(tests: readonly ScenarioResult[]): string {
  return (['passed', 'failed', 'skipped'] as const)
    .map((status) => [tests.filter((test) => test.status === status).length, status] as const)
    .filter(([count]) => count > 0)
    .map(([count, status]) => `${count} ${status}`)
    .join(', ');
}
