/** A chain that is right, and one for every mistake that the check knows. */
import type { ChainRuleId } from '../../src/pchain/rules.ts';

export const rightChain = `cwlVersion: v1.0
class: Workflow
requirements: {MultipleInputFeatureRequirement: {}}
inputs:
  signal: {type: string, default: "mc23:mc23.801234.x.AOD/"}
  data: {type: string, default: "data23:data23.x.AOD/"}
outputs:
  outDS: {type: string, outputSource: limit/outDS}
steps:
  deriv:
    run: prun
    in:
      opt_inDS: signal
      opt_exec: {default: "derive %IN"}
      opt_args: {default: "--outputs DAOD.root"}
    out: [outDS]
  limit:
    run: reana
    in:
      opt_inDS: [deriv/outDS]
      opt_containerImage: {default: "docker://registry.example.org/g/reana-ci:1.0.0"}
      opt_exec: {default: "source script_reana.sh pchain_ZZ %{DS1}"}
      opt_args: {default: "--site CERN --outputs output_from_reana.tar --useSecrets --disableAutoRetry"}
    out: [outDS]
`;

export interface BrokenChain {
  readonly what: string;
  readonly rule: ChainRuleId;
  readonly text: string;
  /** Where the mistake is shown; 1 for what is missing as a whole. */
  readonly line: number;
}

const stepLine = lineOf('  limit:');
const inputLine = lineOf('      opt_inDS: [');
const imageLine = lineOf('      opt_containerImage');
const execLine = lineOf('      opt_exec: {default: "source');
const argsLine = lineOf('      opt_args: {default: "--site');

export const brokenChains: readonly BrokenChain[] = [
  broken('no version', 'chain-structure', 'cwlVersion: v1.0\n', '', 1),
  broken('no class', 'chain-structure', 'class: Workflow\n', '', 1),
  broken('a step without out', 'chain-structure', last('    out: [outDS]\n'), '', stepLine),
  broken('a slip in a field', 'chain-structure', last('    in:'), '    inn:', stepLine + 2),
  broken('a slip in run', 'unknown-workflow', 'run: reana', 'run: rena', stepLine + 1),
  broken(
    'a workflow that is not there',
    'unknown-workflow',
    'run: reana',
    'run: body.cwl',
    stepLine + 1,
  ),
  broken('no command', 'missing-key', / {6}opt_exec.*script.*\n/, '', stepLine),
  broken('no arguments', 'missing-key', / {6}opt_args.*useSecrets.*\n/, '', stepLine),
  broken(
    'a key of another kind of step',
    'unknown-key',
    last('    out:'),
    '      opt_useAthenaPackages: {default: true}\n    out:',
    argsLine + 1,
  ),
  broken('a slip in a key', 'unknown-key', 'opt_containerImage', 'opt_containerImag', imageLine),
  broken(
    'a slip in a source',
    'no-value',
    'opt_inDS: signal',
    'opt_inDS: signl',
    lineOf('      opt_inDS: signal'),
  ),
  broken('the output of no step', 'no-value', '[deriv/outDS]', 'drv/outDS', inputLine),
  broken('a value without default', 'no-value', /\{default: ("docker.*")\}/, '$1', imageLine),
  broken('a number as arguments', 'wrong-type', /"--site.*"/, '5', argsLine),
  broken('counting from 0', 'dataset-placeholder', '%{DS1}', '%{DS0}', execLine),
  broken('more datasets than there are', 'dataset-placeholder', '%{DS1}', '%{DS2}', execLine),
  broken('no dataset at all', 'dataset-placeholder', / {6}opt_inDS: \[.*\n/, '', execLine - 1),
  broken(
    'all datasets of none',
    'dataset-placeholder',
    / {6}opt_inDS: \[[^]*%\{DS1\}/,
    '      opt_exec: {default: "source script_reana.sh pchain_ZZ %{DS*}',
    inputLine,
  ),
  broken('a secondary dataset', 'dataset-placeholder', '%{DS1}', '%{SECDS1}', execLine),
  broken(
    'a list of workflow inputs',
    'dataset-placeholder',
    '[deriv/outDS]',
    '[signal, data]',
    execLine,
  ),
  broken(
    'an input of the workflow before the output of a step',
    'dataset-list',
    '[deriv/outDS]',
    '[data, deriv/outDS]',
    inputLine,
  ),
  broken(
    'a condition in CWL v1.0',
    'chain-structure',
    last('    out: [outDS]\n'),
    '    out: [outDS]\n    when: $(self.opt_inDS)\n',
    argsLine + 2,
  ),
  broken(
    'a condition that PanDA does not understand',
    'condition',
    /v1\.0([^]*)$/,
    'v1.2$1    when: $(inputs.opt_inDS)\n',
    argsLine + 2,
  ),
  broken('a step fed by itself', 'circle', '[deriv/outDS]', '[limit/outDS]', stepLine),
  broken('a name that is too long', 'name-length', /\blimit\b/g, 'l'.repeat(130), stepLine),
  broken(
    'an output as a mapping',
    'chain-structure',
    last('[outDS]'),
    '[{id: outDS}]',
    argsLine + 1,
  ),
  broken(
    'Python in the image',
    'container-mode',
    '--useSecrets',
    '--useSecrets --wrapExecInContainer',
    argsLine,
  ),
  broken(
    'an option that prun has not',
    'arguments',
    '--useSecrets',
    '--useSecrets --secrets',
    argsLine,
  ),
  broken('an open quotation', 'arguments', '--useSecrets', "--useSecrets 'x", argsLine),
  broken('a word too many', 'arguments', '--useSecrets', '--useSecrets x', argsLine),
  broken('an option without its value', 'arguments', '--disableAutoRetry', '--site', argsLine),
  broken(
    'a folder as output',
    'output-name',
    'output_from_reana.tar',
    'limit_stage/x.json',
    argsLine,
  ),
  broken(
    'a type for a list of datasets',
    'type-of-list',
    '[deriv/outDS]\n',
    '[deriv/outDS]\n      opt_inDsType: {default: DAOD.root}\n',
    inputLine + 1,
  ),
  broken('%IN', 'literal-in', '%{DS1}', '%{DS1} %IN', execLine),
  broken(
    'a value by name at the top',
    'unfilled-placeholder',
    '%{DS1}',
    '%{DS1} --var M=%{signal}',
    execLine,
  ),
  broken('no secrets', 'no-secrets', ' --useSecrets', '', argsLine),
  broken('no image', 'no-image', / {6}opt_containerImage.*\n/, '', stepLine),
  broken('an image of no kind', 'image-name', 'docker://registry', 'registry', imageLine),
  broken('an image with capitals', 'image-name', 'g/reana-ci', 'G/reana-ci', imageLine),
  broken('an image with a trap', 'image-name', 'g/reana-ci', 'g/centos7-reana', imageLine),
  broken('the latest image', 'image-tag', 'reana-ci:1.0.0', 'reana-ci:latest', imageLine),
  broken('an image without a tag', 'image-tag', 'reana-ci:1.0.0', 'reana-ci', imageLine),
  broken(
    'a token in the command',
    'secret-in-exec',
    'source script',
    'export REANA_ACCESS_TOKEN=abc; source script',
    execLine,
  ),
  broken('a secret as an option', 'secret-in-exec', '%{DS1}', '%{DS1} --secret-env DB=x', execLine),
  broken('no output', 'no-outputs', '--outputs output_from_reana.tar ', '', argsLine),
  broken(
    'an output that nobody writes',
    'other-outputs',
    'output_from_reana.tar',
    'limit.tar',
    argsLine,
  ),
  broken('automatic retries', 'automatic-retry', ' --disableAutoRetry', '', argsLine),
];

/** @param from replaced where it first stands */
function broken(
  what: string,
  rule: ChainRuleId,
  from: string | RegExp,
  to: string,
  line: number,
): BrokenChain {
  const text =
    typeof from === 'string' ? rightChain.replace(from, () => to) : rightChain.replace(from, to);
  if (text === rightChain) throw new Error(`"${what}" changes nothing`);
  return { what, rule, text, line };
}

function lineOf(text: string): number {
  return rightChain.slice(0, rightChain.indexOf(text)).split('\n').length;
}

/** Matches `text` where it last stands. */
function last(text: string): RegExp {
  const escaped = text.replaceAll(/[[\]]/g, '\\$&');
  return new RegExp(`${escaped}(?![^]*${escaped})`);
}
