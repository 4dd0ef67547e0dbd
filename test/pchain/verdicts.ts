/** Small changes of a chain that is right, and what PanDA's reader says of each. */
import { rightChain } from './chains.ts';

export interface JudgedChain {
  readonly what: string;
  readonly text: string;
  readonly verdict: 'refused' | 'taken';
}

type Change = readonly [what: string, from: string | RegExp, to: string];

const image = '"docker://registry.example.org/g/reana-ci:1.0.0"';
const options = '--site CERN --outputs output_from_reana.tar --useSecrets --disableAutoRetry';
const version = 'cwlVersion: v1.0';
const out = /out: \[outDS\]\n$/;
const own = 'opt_inDS: [deriv/outDS]';
const second = '  limit:\n';
const secondStep = `  other:
    run: prun
    in:
      opt_exec: {default: "echo"}
      opt_args: {default: "--outputs x.root"}
    out: [outDS]
`;

const refused: readonly Change[] = [
  ['version 1.0', version, 'cwlVersion: "1.0"'],
  ['version 1.0 as a number', version, 'cwlVersion: 1.0'],
  ['version v1', version, 'cwlVersion: v1'],
  ['version v1.3', version, 'cwlVersion: v1.3'],
  ['version with a capital', version, 'cwlVersion: V1.2'],
  ['a condition in v1.0', out, 'out: [outDS]\n    when: $(self.opt_inDS)\n'],
  ['a condition in v1.1', /v1\.0([^]*)$/, 'v1.1$1    when: $(self.opt_inDS)\n'],
  ['a condition that is no question', /v1\.0([^]*)$/, 'v1.2$1    when: $(true)\n'],
  ['a condition on inputs', /v1\.0([^]*)$/, 'v1.2$1    when: $(inputs.opt_inDS)\n'],
  ['a condition on what is not there', /v1\.0([^]*)$/, 'v1.2$1    when: $(self.opt_in)\n'],
  ['a condition on a value', /v1\.0([^]*)$/, 'v1.2$1    when: $(self.opt_exec)\n'],
  ['a condition on a bare word', /v1\.0([^]*)$/, 'v1.2$1    when: opt_inDS\n'],
  ['an empty condition', /v1\.0([^]*)$/, 'v1.2$1    when: $()\n'],
  ['a condition that compares', /v1\.0([^]*)$/, 'v1.2$1    when: $(self.opt_inDS == 1)\n'],
  [
    'two steps of one name in a list',
    /steps:\n([^]*)$/,
    `steps:
  - {id: limit, run: reana, in: {opt_exec: {default: x}, opt_args: {default: ""}}, out: [outDS]}
  - {id: limit, run: reana, in: {opt_exec: {default: x}, opt_args: {default: ""}}, out: [outDS]}
`,
  ],
  ['two steps of one name in a mapping', '  deriv:', '  limit:'],
  ['a step fed by itself', own, 'opt_inDS: [limit/outDS]'],
  ['a step fed by itself, not in a list', own, 'opt_inDS: limit/outDS'],
  ['two steps that feed each other', 'opt_inDS: signal', 'opt_inDS: limit/outDS'],
  ['a name of 130 characters', /\blimit\b/g, 'l'.repeat(130)],
  ['an output as a mapping', out, 'out: [{id: outDS}]\n'],
  ['an output of another name than is used', 'out: [outDS]', 'out: [out]'],
  ['an output that the step has not', own, 'opt_inDS: deriv/other'],
  ['outputs as a mapping', out, 'out: {outDS: {}}\n'],
  ['outputs as a word', out, 'out: outDS\n'],
  ['an output without a source', '{type: string, outputSource: limit/outDS}', 'string'],
  [
    'outputs of several sources',
    'outputSource: limit/outDS',
    'outputSource: [limit/outDS, deriv/outDS]',
  ],
  [
    'an input of the workflow with a slip',
    'signal: {type: string, default',
    'signal: {type: string, defalt',
  ],
  ['an unknown field of the workflow', 'class: Workflow', 'class: Workflow\nauthor: me'],
  ['an unknown requirement', 'MultipleInputFeatureRequirement', 'MultipleInputRequirement'],
  ['a scatter as a word', out, 'out: [outDS]\n    scatter: opt_inDS\n'],
  ['a scatter over what is not there', out, 'out: [outDS]\n    scatter: [opt_in]\n'],
  [
    'an unknown scatter method',
    out,
    'out: [outDS]\n    scatter: [opt_inDS]\n    scatterMethod: all\n',
  ],
  ['a type of one value', 'opt_inDS: signal', 'opt_inDS: {source: signal, valueFrom: 3}'],
  ['an input of a wrong field', `{default: ${image}}`, `{defalt: ${image}}`],
  ['no inputs', /inputs:\n[^]*outputs:/, 'outputs:'],
  ['a number where text goes', `"source script_reana.sh pchain_ZZ %{DS1}"`, '5'],
  ['a list where text goes', `"source script_reana.sh pchain_ZZ %{DS1}"`, '[a, b]'],
  ['true where text goes', `"source script_reana.sh pchain_ZZ %{DS1}"`, 'true'],
  ['a number of files that is none', options, `${options} --nFiles many`],
  ['cores that there are not', options, `${options} --nCore 3`],
  ['a half number', options, `${options} --nFiles 1.5`],
  ['help', options, '--help'],
  ['the version of prun', options, `${options} --version`],
  ['two outputs of one suffix', 'output_from_reana.tar', 'a:output_from_reana.tar,a:x.root'],
  ['an output with two colons', 'output_from_reana.tar', 'a:b:output_from_reana.tar'],
  ['an output in a folder with a suffix', 'output_from_reana.tar', 'res:a/output_from_reana.tar'],
  ['an output that holds a semicolon', 'output_from_reana.tar', "'output;x.tar'"],
  ['a database release that is none', options, `${options} --dbRelease x`],
  ['input and event picking', options, `${options} --eventPickEvtList x`],
  ['a work folder elsewhere', options, `${options} --workDir /tmp/elsewhere`],
  ['a file that is not there', options, `${options} --inputFileList nowhere.txt`],
  ['a table that is not there', options, `${options} --inOutDsJson nowhere.json`],
  ['a split by two things', options, `${options} --nEventsPerJob 5 --nGBPerJob 2`],
  ['negative gigabytes', options, `${options} --nGBPerJob -2`],
  ['gigabytes in words', options, `${options} --nGBPerJob ten`],
  ['an ambiguous option', options, `${options} --nEvent 3`],
  ['a value for a switch', options, `${options} --useSecrets=yes`],
  ['a value after --', options, `${options} -- x`],
  ['a secondary dataset that is none', options, `${options} --secondaryDSs a`],
  ['streams that are none', options, `${options} --writeInputToTxt a`],
  ['%{DS1x}', '%{DS1}', '%{DS1} %{DS11}'],
  ['other datasets', '%{DS1}', '%{XDS1}'],
  ['a placeholder without datasets', own, 'opt_inDS: {default: ""}'],
  ['opt_args as null', `{default: "${options}"}`, '{default: null}'],
  ['an empty opt_exec', `{default: "source script_reana.sh pchain_ZZ %{DS1}"}`, '{default: ""}'],
  [
    'run as a workflow within',
    'run: reana',
    'run: {class: Workflow, inputs: [], outputs: [], steps: []}',
  ],
  ['a capital in run', 'run: reana', 'run: Reana'],
  ['reana.cwl', 'run: reana', 'run: reana.cwl'],
  ['class CommandLineTool', 'class: Workflow', 'class: CommandLineTool'],
  ['a comment that is none', '%{DS1}', '%{DS1}" # x'],
  ['in as null', / {4}in:\n {6}opt_inDS: \[[^]*?out:/, '    in:\n    out:'],
  ['a source that is a list in a list', own, 'opt_inDS: [[deriv/outDS]]'],
  ['a source that is a number', own, 'opt_inDS: [3]'],
  ['an image as a list', `{default: ${image}}`, `{default: [${image}]}`],
  ['an image as a number', `{default: ${image}}`, '{default: 3}'],
  ['a negated condition', /v1\.0([^]*)$/, 'v1.2$1    when: $(!self.opt_inDS)\n'],
  ['a step of 100 characters', /\blimit\b/g, 'l'.repeat(100)],
  ['a list of datasets as they are', own, 'opt_inDS: {default: ["mc23:x/"]}'],
  ['prun.cwl', 'run: prun', 'run: prun.cwl'],
  ['much memory', options, `${options} --memory 8000`],
  ['too long for a processor', options, `${options} --maxCpuCount 99999999999`],
  ['a list of workflow inputs', '[deriv/outDS]', '[signal, data]'],
  ['an output in letters beyond ASCII', 'output_from_reana.tar', 'ausgabe_für_später.tar'],
  ['a step in letters beyond ASCII', /\blimit\b/g, 'grenze_für'],
  ['eleven outputs', 'output_from_reana.tar', 'a,b,c,d,e,f,g,h,i,j,k'],
  ['a key that stands twice', 'class: Workflow', 'class: Workflow\nclass: Workflow'],
  ['hints in a word', out, 'out: [outDS]\n    hints: loop\n'],
  [
    'two conditions without a word between',
    /v1\.0([^]*)$/,
    'v1.2$1    when: $(self.opt_inDS self.opt_inDS)\n',
  ],
  [
    'a condition with a slip in parentheses',
    /v1\.0([^]*)$/,
    'v1.2$1    when: $((self.opt_in) || self.opt_inDS)\n',
  ],
  ['a member that the list has not', /v1\.0([^]*)$/, 'v1.2$1    when: $(self.opt_inDS[1])\n'],
  ['a program in a folder', 'run: reana', 'run: bin/reana'],
  [
    'a step of a list without a name',
    /steps:\n([^]*)$/,
    `steps:
  - {run: reana, in: {opt_exec: {default: x}, opt_args: {default: ""}}, out: [outDS]}
`,
  ],
  [
    'event picking without a kind of data',
    / {6}opt_inDS: signal([^]*)DAOD.root"/,
    '$1DAOD.root --eventPickEvtList x"',
  ],
];

const taken: readonly Change[] = [
  ['version v1.1', version, 'cwlVersion: v1.1'],
  ['version v1.2', version, 'cwlVersion: v1.2'],
  ['a condition', /v1\.0([^]*)$/, 'v1.2$1    when: $(self.opt_inDS)\n'],
  ['a condition on the first of a list', /v1\.0([^]*)$/, 'v1.2$1    when: $(self.opt_inDS[0])\n'],
  ['a suffix for an output', 'output_from_reana.tar', 'res:output_from_reana.tar'],
  ['an output with a star', 'output_from_reana.tar', 'output_from_reana*'],
  ['a pattern as an output', 'output_from_reana.tar', "'regex|.*tar'"],
  ['a list in opt_inDS that nothing uses', /\[deriv\/outDS\]([^]*?) %\{DS1\}/, '[signal]$1'],
  ['a mixed list that nothing uses', /\[deriv\/outDS\]([^]*?) %\{DS1\}/, '[signal, deriv/outDS]$1'],
  ['an output of another name', /outDS\b/g, 'result'],
  ['no output', out, 'out: []\n'],
  ['more outputs', out, 'out: [outDS, more]\n'],
  ['a list with what nothing makes', own, 'opt_inDS: [deriv/outDS, data]'],
  ['a step of 60 characters', /\blimit\b/g, 'l'.repeat(60)],
  ['a dash in the name of a step', /\blimit\b/g, 'lim-it'],
  ['a dot in the name of a step', /\blimit\b/g, 'lim.it'],
  ['a loop', out, 'out: [outDS]\n    hints: [loop]\n'],
  ['a hint', out, 'out: [outDS]\n    hints: {ResourceRequirement: {ramMin: 3}}\n'],
  ['a label', out, 'out: [outDS]\n    label: x\n    doc: y\n'],
  [
    'steps as a list',
    /steps:\n([^]*)$/,
    `steps:
  - {id: limit, run: reana, in: {opt_exec: {default: x}, opt_args: {default: ""}}, out: [outDS]}
`,
  ],
  ['steps in another order', /( {2}deriv:[^]*)( {2}limit:[^]*)$/, '$2$1'],
  ['an input of the workflow', own, 'opt_inDS: data'],
  ['an input with a number sign', own, "opt_inDS: {source: '#deriv/outDS'}"],
  ['a dataset as it is', own, 'opt_inDS: {default: "mc23:x/"}'],
  ['a number as a number', options, `${options} --nFiles 3`],
  ['eight cores', options, `${options} --nCore 8`],
  ['--outputs twice', options, `${options} --outputs output_from_reana.tar`],
  ['no arguments', options, ''],
  ['a blank in outputs', 'output_from_reana.tar', "'output_from_reana.tar, x.root'"],
  ['run inside of the container', options, `${options} --wrapExecInContainer`],
  ['the old container mode', options, `${options} --oldContMode`],
  ['no alrb', options, `${options} --alrb`],
  ['no image', `{default: ${image}}`, '{default: ""}'],
  ['letters beyond ASCII', 'pchain_ZZ', 'pchain_Zürich'],
  [
    'a namespace',
    'class: Workflow',
    'class: Workflow\n$namespaces: {s: "https://schema.org/"}\ns:author: me',
  ],
  ['an id', 'class: Workflow', 'class: Workflow\nid: main\nlabel: x\ndoc: y'],
  ['an input without a default that nothing uses', 'inputs:', 'inputs:\n  more: string'],
  ['an optional input', 'inputs:', 'inputs:\n  more: string?\n  many: "string[]"'],
  [
    'a junction without arguments',
    second,
    `  look:
    run: junction
    in:
      opt_exec: {default: "look"}
    out: [outDS]
${second}`,
  ],
  ['another step', second, `${secondStep}${second}`],
  ['the workflow without output types', 'type: string, outputSource', 'outputSource'],
  ['an output of no step', 'outputSource: limit/outDS', 'outputSource: limi/outDS'],
  ['an output that its step has not', 'outputSource: limit/outDS', 'outputSource: limit/out'],
  ['inputs of an unknown type', 'signal: {type: string', 'signal: {type: text'],
  ['inputs without a type', 'signal: {type: string, ', 'signal: {'],
  ['empty steps', /steps:\n[^]*$/, 'steps: []\n'],
  ['the type as a list', own, `${own}\n      opt_inDsType: {default: [a]}`],
  [
    'conditions in parentheses',
    /v1\.0([^]*)$/,
    'v1.2$1    when: $((self.opt_inDS || self.opt_inDS) && self.opt_inDS)\n',
  ],
  ['a negation in parentheses', /v1\.0([^]*)$/, 'v1.2$1    when: $(!(self.opt_inDS))\n'],
  ['a condition without $( )', /v1\.0([^]*)$/, 'v1.2$1    when: self.opt_inDS\n'],
  ['much memory that is meant', options, `${options} --memory 8000 -y`],
  [
    'eleven outputs that are meant',
    'output_from_reana.tar',
    'a,b,c,d,e,f,g,h,i,j,k --unlimitNumOutputs',
  ],
  ['a value with a blank behind a dash', options, `${options} --alrbArgs '-e --env A=1'`],
  [
    'a scatter over a list',
    /(signal: \{type: string, default: )"[^"]*"([^]*)$/,
    '$1["a", "b"]$2    scatter: [opt_inDS]\n',
  ],
  ['the folder itself as work folder', options, `${options} --workDir .`],
];

export const judgedChains: readonly JudgedChain[] = [
  ...refused.map((change) => judge(change, 'refused')),
  ...taken.map((change) => judge(change, 'taken')),
];

function judge([what, from, to]: Change, verdict: JudgedChain['verdict']): JudgedChain {
  const text =
    typeof from === 'string' ? rightChain.replace(from, () => to) : rightChain.replace(from, to);
  return { what, text, verdict };
}
