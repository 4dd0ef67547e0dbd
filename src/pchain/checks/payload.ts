/** Checks of the worker node's view of a REANA step: image, secrets, command and output. */
import type { Finding } from '../../base/error.ts';
import { type Chain, type ChainStep, findingOn, textOf } from '../chain.ts';
import type { ChainRuleId } from '../rules.ts';
import { splitWords } from '../shell-words.ts';
import { argumentsOf, fileOf, outputsOf } from './arguments.ts';

const defaultArchive = 'output_from_reana.tar';

/** Only for REANA steps; others run programs that nothing is known of here. */
export function checkPayload(chain: Chain, step: ChainStep): Finding[] {
  if (step.kind !== 'reana') return [];
  const findings = checkSecrets(chain, step);
  if (!step.inputs.has('opt_args')) return findings;
  const report = (
    rule: ChainRuleId,
    severity: Finding['severity'],
    message: string,
    hint: string,
  ) => {
    findings.push(findingOn(chain, step, 'opt_args', { rule, severity, message, hint }));
  };
  const options = argumentsOf(step);
  const exec = textOf(step, 'opt_exec') ?? '';
  if (!options.has('--useSecrets')) {
    const needed = needOfSecrets(exec);
    if (needed === 'sure') {
      report(
        'no-secrets',
        'error',
        'no REANA token reaches the job',
        'Add --useSecrets to opt_args.',
      );
    } else if (needed === 'likely') {
      const hint = 'A command that talks to REANA needs --useSecrets in opt_args.';
      report('no-secrets', 'warning', 'no secret reaches the job', hint);
    }
  }
  for (const option of ['--wrapExecInContainer', '--oldContMode']) {
    if (!options.has(option)) continue;
    const message = `${option} lets PanDA run a Python program of its own in the image, which has no Python`;
    report('container-mode', 'error', message, 'Leave it out: PanDA starts the command itself.');
  }
  const outputs = outputsOf(options);
  if (outputs.length === 0) {
    const hint = `Add --outputs ${defaultArchive} to opt_args.`;
    report('no-outputs', 'error', 'no output is stored', hint);
  }
  const archive = archiveOf(exec);
  for (const output of outputs) {
    if (archive === undefined || isPatternOf(fileOf(output), archive)) continue;
    const hint = `The command writes ${archive}; reana-ci run --archive gives it another name.`;
    report('other-outputs', 'error', `--outputs expects ${output}`, hint);
  }
  if (!options.has('--disableAutoRetry')) {
    const hint =
      'A retry goes on with a run that lives or has finished. If a failed run should not be tried again, add --disableAutoRetry.';
    report('automatic-retry', 'info', 'PanDA tries a failed job up to three times', hint);
  }
  return findings;
}

/** Commands of reana-ci that ask no server. */
const offline = ['lint', 'graph', 'local', 'pchain', '--version', '--help', '-h'];

/** Whether a command cannot do without a token, may need one, or asks no server. */
function needOfSecrets(exec: string): 'sure' | 'likely' | 'none' {
  const words = splitWords(exec.replaceAll(/[;&|]+/g, ' ; ')) ?? [];
  const programs = words.flatMap((word, index) => {
    const name = word.slice(word.lastIndexOf('/') + 1);
    if (['script_reana.sh', 'reana-client'].includes(name)) return ['sure' as const];
    if (name !== 'reana-ci') return [];
    const end = words.indexOf(';', index);
    const rest = words.slice(index + 1, end < 0 ? undefined : end);
    const asksNobody = offline.includes(rest[0] ?? '') || rest.includes('--local');
    return [asksNobody ? ('none' as const) : ('sure' as const)];
  });
  if (programs.includes('sure')) return 'sure';
  return programs.length > 0 ? 'none' : 'likely';
}

/** Whether a name, perhaps with `*` or as a pattern, stands for the file. */
function isPatternOf(name: string, file: string): boolean {
  if (name === file || name.startsWith('regex|')) return true;
  if (!name.includes('*')) return false;
  const parts = name.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(file);
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
