/** Chains in Snakemake and in PanDA's own language: right ones, small changes of them, and what PanDA's reader says. */
import type { ChainRuleId } from '../../src/pchain/rules.ts';

export const rightSnakefile = `from pandaserver.workflow.snakeparser.utils import param_of, param_exp

rule all:
    params:
        signal="mc23:mc23.801234.x.AOD/"
    input: "limit"

rule deriv:
    params:
        opt_inDS=param_of("signal", source=rules.all),
        opt_exec="derive %IN",
        opt_args="--outputs DAOD.root"
    output: "deriv"
    shell: "prun"

rule limit:
    params:
        opt_inDS=rules.deriv.output[0],
        opt_containerImage="docker://registry.example.org/g/reana-ci:1.0.0",
        opt_exec=param_exp("source script_reana.sh pchain_ZZ %{DS1}"),
        opt_args="--site CERN --outputs output_from_reana.tar --useSecrets --disableAutoRetry"
    input: rules.deriv.output
    output: "limit"
    shell: "reana"
`;

export const rightNative = `name: zz
inputs:
  signal: "mc23:mc23.801234.x.AOD/"
outputs:
  outDS: {from: limit/outDS}
steps:
  deriv:
    type: prun
    inDS: "{signal}"
    exec: "derive %IN"
    args: "--outputs DAOD.root"
  limit:
    type: reana
    inDS: deriv/outDS
    containerImage: docker://registry.example.org/g/reana-ci:1.0.0
    exec: "source script_reana.sh pchain_ZZ %{DS1}"
    args: "--site CERN --outputs output_from_reana.tar --useSecrets --disableAutoRetry"
`;

export interface DoorChain {
  readonly what: string;
  readonly file: 'Snakefile' | 'chain.yaml';
  readonly text: string;
  /** Of PanDA's reader. */
  readonly verdict: 'taken' | 'refused';
  /** What the check finds first; nothing in a chain that is right. */
  readonly rule?: ChainRuleId;
}

const snakefile = door('Snakefile', rightSnakefile);
const native = door('chain.yaml', rightNative);

export const doorChains: readonly DoorChain[] = [
  { what: 'a right Snakefile', file: 'Snakefile', text: rightSnakefile, verdict: 'taken' },
  snakefile('no rule all', 'refused', 'chain-structure', 'rule all:', 'rule whole:'),
  snakefile('no shell', 'refused', 'chain-structure', '    shell: "reana"\n', ''),
  snakefile('a slip in the kind', 'refused', 'unknown-workflow', '"reana"\n', '"rena"\n'),
  snakefile(
    'a kind that is unknown here',
    'refused',
    'unknown-workflow',
    '"reana"\n',
    '"gitlab"\n',
  ),
  snakefile(
    'a workflow that is not there',
    'refused',
    'unknown-workflow',
    '"prun"',
    '"sub/Snakefile"',
  ),
  snakefile('two rules of one name', 'refused', 'chain-structure', 'rule limit', 'rule deriv'),
  snakefile('no command', 'refused', 'missing-key', / {8}opt_exec=param_exp.*\n/, ''),
  snakefile('no arguments', 'refused', 'missing-key', /,\n {8}opt_args="--site.*"/, ''),
  snakefile('a slip in a key', 'refused', 'unknown-key', 'opt_containerImage', 'opt_image'),
  snakefile(
    'an input of no workflow',
    'refused',
    'no-value',
    'param_of("signal"',
    'param_of("data"',
  ),
  snakefile(
    'a rule that comes later',
    'refused',
    'no-value',
    'source=rules.all',
    'source=rules.limit',
  ),
  snakefile('a rule that is not there', 'refused', 'no-value', /rules\.deriv/g, 'rules.drv'),
  snakefile(
    'an input that nobody makes',
    'refused',
    'no-value',
    'input: rules.deriv.output',
    'input: rules.deriv.output, "data"',
  ),
  snakefile(
    'braces that Snakemake fills in',
    'refused',
    'dataset-placeholder',
    /param_exp\((".*")\)/,
    '$1',
  ),
  snakefile(
    'a variable of the shell in braces',
    'refused',
    'dataset-placeholder',
    '"derive %IN"',
    '"derive ${{X}} ${Y}"',
  ),
  snakefile(
    'doubled braces',
    'refused',
    'dataset-placeholder',
    '"derive %IN"',
    '"derive %IN ${{X}}"',
  ),
  snakefile(
    'braces that are no wildcard',
    'taken',
    undefined,
    '"derive %IN"',
    '"derive %IN ${X:-1}"',
  ),
  snakefile('counting from 0', 'refused', 'dataset-placeholder', '%{DS1}', '%{DS0}'),
  snakefile('more datasets than there are', 'refused', 'dataset-placeholder', '%{DS1}', '%{DS2}'),
  snakefile('no dataset at all', 'refused', 'dataset-placeholder', / {8}opt_inDS=rules.*\n/, ''),
  snakefile(
    'an option that prun has not',
    'refused',
    'arguments',
    '--useSecrets',
    '--useSecrets --secrets',
  ),
  snakefile(
    'a folder as output',
    'refused',
    'output-name',
    'output_from_reana.tar',
    'limit/x.json',
  ),
  snakefile(
    'a name that is too long',
    'refused',
    'name-length',
    'rule limit',
    `rule ${'l'.repeat(130)}`,
  ),
  snakefile(
    'a list of outputs',
    'taken',
    undefined,
    'rules.deriv.output[0]',
    '[rules.deriv.output[0]]',
  ),
  snakefile(
    'all outputs of a rule',
    'taken',
    undefined,
    'rules.deriv.output[0]',
    'rules.deriv.output',
  ),
  snakefile(
    'an output by its text',
    'taken',
    undefined,
    'input: rules.deriv.output',
    'input: "deriv"',
  ),
  snakefile(
    'an input without its rule',
    'taken',
    'unlisted-input',
    '    input: rules.deriv.output\n',
    '',
  ),
  snakefile(
    'a step that nobody asks for',
    'taken',
    'ignored-step',
    'input: "limit"',
    'input: "deriv"',
  ),
  snakefile('no secrets', 'taken', 'no-secrets', ' --useSecrets', ''),
  snakefile('no image', 'taken', 'no-image', / {8}opt_containerImage.*\n/, ''),
  snakefile('%IN', 'taken', 'literal-in', '%{DS1}', '%{DS1} %IN'),
  snakefile(
    'a value that only Python knows',
    'taken',
    undefined,
    '"--outputs DAOD.root"',
    '" ".join(["--outputs", "DAOD.root"])',
  ),
  snakefile('a comma that is missing', 'refused', 'chain-structure', 'rules.all),', 'rules.all)'),

  { what: 'a right description', file: 'chain.yaml', text: rightNative, verdict: 'taken' },
  native('steps in a list', 'refused', 'chain-structure', /steps:[^]*/, 'steps: [{name: deriv}]\n'),
  native(
    'a step that is a text',
    'refused',
    'chain-structure',
    / {2}deriv:\n[^]*?(?= {2}limit)/,
    '  deriv: prun\n',
  ),
  native(
    'outputs in a list',
    'refused',
    'chain-structure',
    'outputs:\n  outDS: {from: limit/outDS}',
    'outputs: [limit/outDS]',
  ),
  native('inputs in a list', 'refused', 'chain-structure', '  signal: "', '  - "'),
  native('no inputs in a list', 'refused', 'no-value', /inputs:\n.*\n/, 'inputs: []\n'),
  native(
    'a key that stands twice',
    'refused',
    'chain-structure',
    '    inDS: deriv/outDS\n',
    '    inDS: deriv/outDS\n    inDS: deriv/outDS\n',
  ),
  native('a slip in the type', 'refused', 'unknown-workflow', 'type: reana', 'type: rena'),
  native('no type, which is prun', 'taken', undefined, '    type: prun\n', ''),
  native(
    'a workflow that is not there',
    'refused',
    'unknown-workflow',
    / {4}type: prun\n[^]*?(?= {2}limit)/,
    '    type: workflow\n    workflow_ref: sub.yaml\n',
  ),
  native(
    'a block',
    'taken',
    undefined,
    / {2}deriv:\n[^]*?(?= {2}limit)/,
    '  deriv: {type: workflow, workflow_ref: sub}\n',
    'workflow_blocks:\n  sub:\n    inputs: {data: "x:y/"}\n    steps:\n      one: {type: prun, inDS: "{data}", exec: "derive %IN", args: "--outputs DAOD.root"}\n',
  ),
  native(
    'a mistake in a block',
    'refused',
    'missing-key',
    / {2}deriv:\n[^]*?(?= {2}limit)/,
    '  deriv: {type: workflow, workflow_ref: sub}\n',
    'workflow_blocks:\n  sub:\n    steps:\n      one: {type: prun, args: "--outputs DAOD.root"}\n',
  ),
  native(
    'steps within a step',
    'taken',
    undefined,
    / {4}type: prun\n[^]*?(?= {2}limit)/,
    '    type: workflow\n    inputs: {data: "x:y/"}\n    steps:\n      one: {type: prun, inDS: "{data}", exec: "derive %IN", args: "--outputs DAOD.root"}\n',
  ),
  native(
    'a mistake within a step',
    'refused',
    'no-value',
    / {4}type: prun\n[^]*?(?= {2}limit)/,
    '    type: workflow\n    steps:\n      one: {type: prun, inDS: "{data}", exec: "derive %IN", args: "--outputs DAOD.root"}\n',
  ),
  native('no command', 'refused', 'missing-key', / {4}exec: "source.*\n/, ''),
  native('no arguments', 'refused', 'missing-key', / {4}args: "--site.*\n/, ''),
  native(
    'a key of another kind of step',
    'refused',
    'unknown-key',
    '    containerImage:',
    '    secondaryDSs: [deriv/outDS]\n    containerImage:',
  ),
  native('a key of CWL', 'refused', 'missing-key', '    exec: "source', '    opt_exec: "source'),
  native(
    'a type of dataset, which is not read',
    'taken',
    'ignored-key',
    '    inDS: deriv/outDS\n',
    '    inDS: deriv/outDS\n    inDsType: DAOD.root\n',
  ),
  native('a slip in an input', 'refused', 'no-value', '"{signal}"', '"{signl}"'),
  native(
    'an input without a value',
    'refused',
    'no-value',
    'signal: "mc23:mc23.801234.x.AOD/"',
    'signal:',
  ),
  native('a dataset by its name', 'refused', 'no-value', '"{signal}"', '"mc23:mc23.801234.x.AOD/"'),
  native('the output of no step', 'refused', 'no-value', 'deriv/outDS', 'drv/outDS'),
  native('another output of a step', 'taken', undefined, 'inDS: deriv/outDS', 'inDS: deriv/DAOD'),
  native('a number as arguments', 'refused', 'wrong-type', /args: "--site.*"/, 'args: 5'),
  native('counting from 0', 'refused', 'dataset-placeholder', '%{DS1}', '%{DS0}'),
  native('more datasets than there are', 'refused', 'dataset-placeholder', '%{DS1}', '%{DS2}'),
  native('a list of outputs', 'taken', undefined, 'inDS: deriv/outDS', 'inDS: [deriv/outDS]'),
  native(
    'an input in a list',
    'taken',
    'dataset-list',
    'inDS: deriv/outDS',
    'inDS: [deriv/outDS, "{signal}"]',
  ),
  native('a step fed by itself', 'refused', 'circle', 'inDS: deriv/outDS', 'inDS: limit/outDS'),
  native(
    'an option that prun has not',
    'refused',
    'arguments',
    '--useSecrets',
    '--useSecrets --secrets',
  ),
  native('a folder as output', 'refused', 'output-name', 'output_from_reana.tar', 'limit/x.json'),
  native('a name that is too long', 'refused', 'name-length', /\blimit\b/g, 'l'.repeat(130)),
  native('no secrets', 'taken', 'no-secrets', ' --useSecrets', ''),
  native('no image', 'taken', 'no-image', / {4}containerImage.*\n/, ''),
  native('%IN', 'taken', 'literal-in', '%{DS1}', '%{DS1} %IN'),
  native('a value by name', 'taken', 'unfilled-placeholder', '%{DS1}', '%{DS1} --var M=%{signal}'),
];

/** Makes a function that changes `right` in one place. */
function door(file: DoorChain['file'], right: string) {
  return (
    what: string,
    verdict: DoorChain['verdict'],
    rule: ChainRuleId | undefined,
    from: string | RegExp,
    to: string,
    more = '',
  ): DoorChain => {
    const text =
      (typeof from === 'string' ? right.replace(from, () => to) : right.replace(from, to)) + more;
    if (text === right) throw new Error(`"${what}" changes nothing`);
    return { what, file, text, verdict, ...(rule === undefined ? {} : { rule }) };
  };
}
