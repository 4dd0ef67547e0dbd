/** The outcome of a run as its marks show it: a state, and a few words with the first number. */
import type { DeploymentStatus } from '../../gitlab/job-client.ts';
import { headlineOf } from '../../results/metrics/headline.ts';
import type { Metric } from '../../results/metrics/metric.ts';
import type { RunRecord } from '../../results/run-record.ts';
import { type Baseline, amountOfChange } from './note/results-table.ts';
import { outcomeWords } from './outcome-words.ts';

/** `limit 0.31 fb (−4 %)`, or how the run went where it has no number. */
export function markWords(
  record: RunRecord,
  metrics: readonly Metric[],
  baseline: Baseline | undefined,
): string {
  const first = metrics.find(({ value }) => value !== undefined);
  if (record.exitCode !== 0 || first === undefined) return outcomeWords(record).words;
  const old = baseline?.file?.metrics.find(({ name }) => name === first.name);
  const change = amountOfChange(first, old);
  const shown = change === '' ? '' : ` (${change === 'none' ? 'no change' : change})`;
  return `${headlineOf([first])}${shown}`;
}

export function deploymentStatus({ status, exitCode, error }: RunRecord): DeploymentStatus {
  switch (status) {
    case 'created':
    case 'queued':
    case 'pending':
    case 'running':
      return error === undefined ? 'running' : 'failed';
    case 'stopped':
    case 'deleted':
      return 'canceled';
    case 'finished':
      return exitCode === 0 ? 'success' : 'failed';
    case 'failed':
    case 'not-submitted':
      return error?.code === 'interrupted' ? 'canceled' : 'failed';
  }
}
