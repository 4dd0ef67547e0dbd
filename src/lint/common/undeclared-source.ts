/** A file that the workflow is written in, and that is not among the files that REANA gets. */
import { lists } from '../../specification/path-list.ts';
import { declaresSources, listedSources } from '../../specification/workflow-source.ts';
import { levelOn } from '../kit/generation.ts';
import type { Problem, Rule, RuleExample } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

export interface SourcesSubject extends LintSubject {
  /** The files that the workflow is written in, besides the specification. */
  readonly sources: readonly string[];
}

const main = 'include: "fit.smk"\n';
const included =
  'rule all:\n    output: "a"\n    container: "docker://python:3.12"\n    shell: "touch a"\n';

function example(sources: string): RuleExample {
  return {
    'reana.yaml': `workflow: {type: snakemake, file: flow/Snakefile}\n${sources}`,
    'flow/Snakefile': main,
    'flow/fit.smk': included,
  };
}

function yadage(inputs: string): RuleExample {
  return {
    'reana.yaml': `${inputs}workflow:\n  type: yadage\n  file: flow.yml\n  files: [flow.yml]\n`,
    'flow.yml': 'stages:\n- name: fit\n  scheduler: {$ref: "fit.yml#/fit"}\n',
    'fit.yml':
      'fit: {scheduler_type: singlestep-stage, parameters: {}, step: {$ref: "#/step"}}\nstep:\n  process: {process_type: string-interpolated-cmd, cmd: ls}\n  publisher: {publisher_type: constant-pub, publish: {}}\n  environment: {environment_type: docker-encapsulated, image: python, imagetag: "3"}\n',
  };
}

export const undeclaredSource: Rule<SourcesSubject> = {
  id: 'undeclared-source',
  severity: 'error',
  title: 'a file that the workflow includes or refers to is not sent to REANA',
  consequence:
    'The workflow cannot be loaded. Servers of today find the files that inputs list in the workspace; those of the next generation load a workflow from what workflow.files and workflow.directories list, or without them from the inputs.',
  fix: 'List the file, or the folder it lies in, where the other files of the workflow are listed.',
  examples: {
    wrong: [
      example('inputs: {files: [flow/Snakefile]}\n'),
      { ...yadage(''), 'server.json': '{"generation": "0.9"}' },
      { ...yadage('inputs: {files: [fit.yml]}\n'), 'server.json': '{"generation": "next"}' },
    ],
    right: [
      example('inputs: {directories: [flow]}\n'),
      { ...yadage('inputs: {files: [fit.yml]}\n'), 'server.json': '{"generation": "0.9"}' },
    ],
  },
  check: ({ specification, sources, cluster }) => {
    const { inputs, document, language } = specification;
    const isDeclared = declaresSources(specification);
    const declared = listedSources(specification);
    // Clients for servers of today put CWL together themselves, and send the whole.
    const isPacked = language === 'cwl' && cluster?.generation !== 'next';
    const onNext = levelOn(cluster, ['next'], { unknown: 'warning' });
    const place = isDeclared ? ['workflow', 'files'] : ['workflow', 'file'];
    return sources
      .filter((file) => !file.startsWith('..') && !file.startsWith('/') && !lists(declared, file))
      .flatMap((file): Problem[] => {
        const isInput = lists(inputs, file);
        if (isInput && (!isDeclared || onNext === undefined)) return [];
        const where = isInput ? 'workflow.files, as the next servers want it' : 'inputs';
        const message = `${file} belongs to the workflow and is not listed under ${where}`;
        const severity = isInput ? onNext : isPacked ? 'warning' : 'error';
        return [{ ...(severity && { severity }), message, ...document.keyPosition(place) }];
      });
  },
};
