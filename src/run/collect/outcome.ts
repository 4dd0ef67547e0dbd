/** The error, if any, that a run ends with. */
import { ReanaCiError } from '../../base/error.ts';
import { formatCount } from '../../base/format.ts';
import type { ScenarioResult } from '../../features/evaluate.ts';
import type { RunStatus } from '../../reana/types.ts';
import type { Collected } from './collect.ts';

/**
 * What keeps a run that has ended from being a success.
 *
 * @param name with run number
 */
export function outcomeOf(
  name: string,
  status: RunStatus,
  collected: Collected | undefined,
): ReanaCiError | undefined {
  if (status !== 'finished') {
    const failed = collected?.steps.filter((step) => step.status === 'failed') ?? [];
    const where = failed.length === 0 ? '' : ` in ${failed.map((step) => step.name).join(', ')}`;
    const [first] = failed;
    return new ReanaCiError(
      'run-failed',
      status === 'failed' ? `${name} failed${where}.` : `${name} was ${status} on REANA.`,
      {
        hint:
          first?.log === undefined
            ? 'The logs are in the results folder.'
            : `The whole log is ${first.log} in the results folder.`,
      },
    );
  }
  const [firstError] = collected?.errors ?? [];
  if (firstError !== undefined) return asIncomplete(firstError);
  const missing = collected?.missing ?? [];
  if (missing.length === 0) return outcomeOfTests(name, collected?.tests ?? []);
  return new ReanaCiError('output-missing', `${name} finished without ${missing.join(', ')}.`, {
    hint: 'Compare the outputs of the specification with what the steps write; see their logs.',
  });
}

function outcomeOfTests(name: string, tests: readonly ScenarioResult[]): ReanaCiError | undefined {
  const failed = tests.filter(({ status }) => status === 'failed');
  const [first] = failed;
  if (first === undefined) return undefined;
  const { feature, line, scenario, step = '', message = '' } = first;
  return new ReanaCiError(
    'run-failed',
    `${name} finished, but ${failed.length} of ${formatCount(tests.length, 'test')} failed: ${scenario} (${feature}:${line}).`,
    { hint: `${step}: ${message}.` },
  );
}

/** Errors that say who acts keep their code; any other means that the outputs are not here whole. */
function asIncomplete(error: ReanaCiError): ReanaCiError {
  const kept = ['unreachable', 'local-io', 'output-missing', 'unauthorized', 'login-expired'];
  if (kept.includes(error.code)) return error;
  return new ReanaCiError('output-missing', `Not all results could be fetched: ${error.message}`, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  });
}
