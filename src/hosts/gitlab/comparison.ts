/** The numbers of the target branch, asked for once by all that show them. */
import { fetchNumbers } from './baseline.ts';
import { connectionOf } from './connection.ts';
import type { GitlabSettings } from './environment.ts';
import { signalWithLastWord } from './last-word.ts';
import type { Baseline } from './note/results-table.ts';
import type { MetricsFile } from '../../results/metrics/metrics-file.ts';

/** Gives the numbers of a branch's latest run, `undefined` when there are none yet. */
export type FindNumbers = (branch: string) => Promise<MetricsFile | undefined>;

/** @returns `undefined` outside of a merge request */
export type Compare = () => Promise<Baseline | undefined>;

export interface ComparisonOptions {
  /** Folder of the results, as artifact paths spell it. */
  readonly folder: string;
  /** By default looks among the artifacts of the branch's pipelines. */
  readonly findNumbers?: FindNumbers;
  readonly signal: AbortSignal;
}

const retryBudget = 30_000;

export function createComparison(
  settings: GitlabSettings,
  { folder, findNumbers, signal: cancelled }: ComparisonOptions,
): Compare {
  const { mergeRequest } = settings;
  const signal = signalWithLastWord(cancelled);
  let baseline: Promise<Baseline | undefined> | undefined;
  // Without them everything is shown all the same.
  return () => (baseline ??= find().catch(() => undefined));

  async function find(): Promise<Baseline | undefined> {
    if (mergeRequest === undefined) return undefined;
    const branch = mergeRequest.targetBranch;
    const connection = { ...connectionOf(settings), retryBudget, signal };
    const file =
      findNumbers === undefined
        ? await fetchNumbers(settings, mergeRequest, folder, connection)
        : await findNumbers(branch);
    return { branch, ...(file === undefined ? {} : { file }) };
  }
}
