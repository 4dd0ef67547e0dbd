/** A file that the workflow is written in, and that is not among the files that REANA gets. */
import { declaredSources, declaresSources } from '../../../workflow-source.ts';
import type { Problem, Rule, RuleExample } from '../../rule.ts';
import type { LintSubject } from '../../subject.ts';

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

export const undeclaredSource: Rule<SourcesSubject> = {
  id: 'undeclared-source',
  severity: 'error',
  title: 'a file that the workflow includes or refers to is not sent to REANA',
  consequence:
    'REANA gets the files that workflow.files and workflow.directories list, or without them those under inputs; it does not find the others, and the workflow cannot be loaded.',
  fix: 'List the file, or the folder it lies in, where the other files of the workflow are listed.',
  examples: {
    wrong: [
      example('inputs: {files: [flow/Snakefile]}\n'),
      {
        'reana.yaml':
          'workflow:\n  type: yadage\n  file: flow.yml\n  files: [flow.yml]\ninputs: {files: [fit.yml]}\n',
        'flow.yml': 'stages:\n- name: fit\n  scheduler: {$ref: "fit.yml#/fit"}\n',
        'fit.yml':
          'fit: {scheduler_type: singlestep-stage, parameters: {}, step: {$ref: "#/step"}}\nstep:\n  process: {process_type: string-interpolated-cmd, cmd: ls}\n  publisher: {publisher_type: constant-pub, publish: {}}\n  environment: {environment_type: docker-encapsulated, image: python, imagetag: "3"}\n',
      },
    ],
    right: [example('inputs: {directories: [flow]}\n')],
  },
  check: ({ specification, sources }) => {
    const { inputs, document, language } = specification;
    const isDeclared = declaresSources(specification);
    const named = declaredSources(specification);
    const files = new Set(named.flatMap(({ path, directory }) => (directory ? [] : [path])));
    const folders = named.flatMap(({ path, directory }) => (directory ? [path] : []));
    if (!isDeclared) {
      for (const file of inputs.files) files.add(file);
      folders.push(...inputs.directories);
    }
    const isSent = (file: string): boolean =>
      files.has(file) || folders.some((folder) => file.startsWith(`${folder}/`));
    // Clients for REANA 0.9 put yadage and CWL together themselves, and send the whole.
    const level = isDeclared || language === 'snakemake' ? 'error' : 'warning';
    const place = isDeclared ? ['workflow', 'files'] : ['workflow', 'file'];
    return sources
      .filter((file) => !file.startsWith('..') && !file.startsWith('/') && !isSent(file))
      .map((file): Problem => ({
        severity: level,
        message: `${file} belongs to the workflow and is not listed under ${isDeclared ? 'workflow.files' : 'inputs'}`,
        ...document.keyPosition(place),
      }));
  },
};
