/** Specifications that differ for the generations of servers in what no schema says. */

export interface BundleCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
}

const serial = (commands: string, inputs = ''): string => `${inputs}workflow:
  type: serial
  specification:
    steps:
      - environment: &image docker.io/library/python:3.12
        commands: &commands [ls]
      - environment: *image
        commands: ${commands}
`;

const flow = 'workflow: {type: yadage, file: flow.yml}\n';
const yadage = `stages:
- name: fit
  dependencies: {dependency_type: jsonpath_ready, expressions: []}
  scheduler:
    scheduler_type: singlestep-stage
    parameters: {}
    step:
      process: {process_type: string-interpolated-cmd, cmd: ls}
      publisher: {publisher_type: constant-pub, publish: {}}
      environment: {environment_type: docker-encapsulated, image: python, imagetag: "3.12"}
`;

function ofYadage(name: string, inputs: string, workflow = flow): BundleCase {
  return {
    name,
    files: { 'reana.yaml': `${inputs}${workflow}`, 'flow.yml': yadage, 'code/fit.py': '' },
  };
}

export const bundleCases: readonly BundleCase[] = [
  { name: 'an alias of text', files: { 'reana.yaml': serial('[ls, ls]') } },
  { name: 'an alias of a list', files: { 'reana.yaml': serial('*commands') } },
  {
    name: 'a mapping merged with lists in it',
    files: {
      'reana.yaml': `workflow:
  type: serial
  specification:
    steps:
      - &step {environment: python:3.12, commands: [ls]}
      - {<<: *step, name: again}
`,
    },
  },
  {
    name: 'a mapping merged with text in it',
    files: {
      'reana.yaml': `inputs:
  parameters: {a: &values {b: c}, <<: *values}
${serial('[ls, ls]')}`,
    },
  },
  {
    name: '1200 inputs in two lists',
    files: {
      'reana.yaml': serial(
        '[ls]',
        `inputs:\n  files: [${numbered('f', 600)}]\n  directories: [${numbered('d', 600)}]\n`,
      ),
    },
  },
  {
    name: 'the whole analysis',
    files: { 'reana.yaml': serial('[ls]', 'inputs: {directories: [.]}\n') },
  },
  ofYadage('a plain path', 'inputs: {files: [flow.yml], directories: [code/]}\n'),
  ofYadage('a path with a dot', 'inputs: {files: [./flow.yml]}\n'),
  ofYadage('a path with two slashes', 'inputs: {files: [flow.yml, code//fit.py]}\n'),
  ofYadage('a path with a drive', 'inputs: {files: [flow.yml, "c:fit.py"]}\n'),
  ofYadage('a folder that is not there', 'inputs: {files: [flow.yml], directories: [gone]}\n'),
  ofYadage('the specification among the inputs', 'inputs: {files: [flow.yml, reana.yaml]}\n'),
  ofYadage(
    'a workflow file with a dot',
    'inputs: {files: [flow.yml]}\n',
    flow.replace('flow.yml', './flow.yml'),
  ),
  ofYadage(
    'the specification as a file of the workflow',
    '',
    flow.replace('}', ', files: [reana.yaml]}'),
  ),
  ofYadage(
    'a file of parameters for yadage',
    'inputs: {files: [flow.yml]}\n',
    flow.replace('}', ', parameters: {file: code/fit.py}}'),
  ),
  {
    name: 'two files of parameters',
    files: {
      'reana.yaml':
        'inputs: {parameters: {input: a.yml}}\nworkflow: {type: snakemake, file: Snakefile, parameters: {file: a.yml}}\n',
      Snakefile: 'rule all:\n    input: []\n',
      'a.yml': '{}\n',
    },
  },
];

function numbered(prefix: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`).join(', ');
}
