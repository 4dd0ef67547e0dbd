/** What happens on the worker node: image, secrets, command and output of a REANA step. */
import type { Finding } from '../../base/error.ts';
import { type Chain, type ChainStep, findingOn, textOf } from '../chain.ts';
import type { ChainRuleId } from '../rules.ts';
import { splitWords } from '../shell-words.ts';
import { argumentsOf, outputsOf } from './arguments.ts';

const defaultArchive = 'output_from_reana.tar';

/** Only for REANA steps; others run programs that nothing is known of here. */
export function checkPayload(chain: Chain, step: ChainStep): Finding[] {
  if (step.kind !== 'reana') return [];
  const report = (
    key: string,
    rule: ChainRuleId,
    severity: Finding['severity'],
    message: string,
    hint: string,
  ) => findingOn(chain, step, key, { rule, severity, message, hint });
  const options = argumentsOf(step);
  const findings = checkSecrets(chain, step);
  if (step.inputs.has('opt_args') && !options.has('--useSecrets')) {
    findings.push(
      report(
        'opt_args',
        'no-secrets',
        'error',
        'no REANA token reaches the job',
        'Add --useSecrets to opt_args.',
      ),
    );
  }
  const outputs = outputsOf(options);
  if (step.inputs.has('opt_args') && outputs.length === 0) {
    const hint = `Add --outputs ${defaultArchive} to opt_args.`;
    findings.push(report('opt_args', 'no-outputs', 'error', 'no output is stored', hint));
  }
  const archive = archiveOf(textOf(step, 'opt_exec') ?? '');
  for (const output of archive === undefined ? [] : outputs) {
    if (output === archive) continue;
    const hint = `The command writes ${archive}; reana-ci run --archive gives it another name.`;
    findings.push(
      report('opt_args', 'other-outputs', 'error', `--outputs expects ${output}`, hint),
    );
  }
  if (step.inputs.has('opt_args') && !options.has('--disableAutoRetry')) {
    const hint =
      'A retry goes on with a run that lives or has finished. If a failed run should not be tried again, add --disableAutoRetry.';
    findings.push(
      report(
        'opt_args',
        'automatic-retry',
        'info',
        'PanDA tries a failed job up to three times',
        hint,
      ),
    );
  }
  return findings;
}

/** What the job prints into a log that others can read. */
function checkSecrets(chain: Chain, step: ChainStep): Finding[] {
  const shown =
    /\b[A-Z0-9_]*(?:TOKEN|PASS|PASSWD|PASSWORD|PASSPHRASE|SECRET)=(?!["']?(?:\$|["'\s]|$))\S|--secret-env[ =]\S*=\S/i;
  return ['opt_exec', 'opt_args']
    .filter((key) => shown.test(textOf(step, key) ?? ''))
    .map((key) =>
      findingOn(chain, step, key, {
        rule: 'secret-in-exec' satisfies ChainRuleId,
        severity: 'error',
        message: `${key} holds a secret, and is printed into the log of the job`,
        hint: 'Store it with pbook set_secret; --useSecrets brings it to the job.',
      }),
    );
}

/** The file that the command writes; `undefined` for a command that is not ours. */
function archiveOf(exec: string): string | undefined {
  const words = splitWords(exec) ?? [];
  if (!words.some((word) => word === 'reana-ci' || /(^|\/)script_reana\.sh$/.test(word))) {
    return undefined;
  }
  const at = words.lastIndexOf('--archive');
  if (at >= 0) return words[at + 1] ?? defaultArchive;
  const joined = words.findLast((word) => word.startsWith('--archive='));
  return joined?.slice('--archive='.length) ?? defaultArchive;
}
