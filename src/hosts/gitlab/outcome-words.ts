/** The outcome of a run in an icon and a few words, which head its note. */
import { formatDuration } from '../../base/format.ts';
import { plainText } from '../../base/table.ts';
import type { RunRecord } from '../../results/run-record.ts';
import { hasEnded } from '../../reana/types.ts';

export interface OutcomeWords {
  readonly icon: string;
  readonly words: string;
}

export const running: OutcomeWords = { icon: '🔵', words: 'running' };

const byError: Readonly<Record<string, OutcomeWords>> = {
  interrupted: { icon: '⏹️', words: 'cancelled' },
  deadline: { icon: '⏹️', words: 'stopped at its deadline' },
  unreachable: { icon: '⚠️', words: 'REANA is out of reach' },
  'output-missing': { icon: '❌', words: 'finished without all of its outputs' },
  internal: { icon: '⚠️', words: 'ended by a bug of reana-ci' },
};

const mostNames = 3;
const longestName = 60;

export function outcomeWords(record: RunRecord): OutcomeWords {
  const { error, status } = record;
  // A run that was left goes on after its job.
  if (error === undefined && status !== 'not-submitted' && !hasEnded(status)) {
    return { ...running, words: status };
  }
  if (error === undefined && record.reused === true) {
    return { icon: '♻️', words: 'finished before, results taken over' };
  }
  if (error === undefined) return { icon: '✅', words: `finished${describeTime(record)}` };
  const known = byError[error.code];
  if (known !== undefined) return known;
  if (error.code !== 'run-failed') return { icon: '❌', words: 'not run' };
  if (status !== 'failed') return { icon: '⏹️', words: `${status} on REANA` };
  const failed = record.steps.filter((step) => step.status === 'failed');
  const names = failed
    .slice(0, mostNames)
    .map((step) => plainText(step.name).slice(0, longestName));
  const more = failed.length > mostNames ? ` and ${failed.length - mostNames} more` : '';
  return {
    icon: '❌',
    words: names.length === 0 ? 'failed' : `failed in ${names.join(', ')}${more}`,
  };
}

function describeTime({ timings: { started, submitted, ended } }: RunRecord): string {
  const begun = started ?? submitted;
  if (begun === undefined || ended === undefined) return '';
  return ` in ${formatDuration(Date.parse(ended) - Date.parse(begun))}`;
}
