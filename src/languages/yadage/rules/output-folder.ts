/** Outputs that lie where no stage writes. */
import { findPlaceholders } from '../../../specification/placeholder.ts';
import { suggestionHint } from '../../../document/suggestion.ts';
import type { YadageStage, YadageWorkflow } from '../read/workflow.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import type { YadageSubject } from '../lint-subject.ts';
import { yadageExample } from './example.ts';

export const yadageOutputFolder: Rule<YadageSubject> = {
  id: 'yadage-output-folder',
  severity: 'warning',
  title: 'an output lies neither in the folder of a stage nor among the inputs',
  consequence: 'Each stage writes to a folder of its own name, so that the output will be missing.',
  fix: 'Begin the path with the name of the stage; steps of a multistep stage are STAGE_0, STAGE_1, ….',
  examples: {
    wrong: [
      {
        ...yadageExample({}),
        'reana.yaml':
          'inputs: {files: [workflow.yml], parameters: {mass: 750}}\nworkflow: {type: yadage, file: workflow.yml}\noutputs: {files: [results/limit.json]}\n',
      },
    ],
    right: [yadageExample({})],
  },
  check({ specification, workflow }) {
    const { inputs, outputs, document } = specification;
    const folders = stageFolders(workflow);
    const given = [...inputs.files, ...inputs.directories].map(firstPart);
    return (['files', 'directories'] as const).flatMap((kind) =>
      outputs[kind].flatMap((path, index) => {
        const folder = firstPart(path);
        const isUnsure = findPlaceholders(path).length > 0 || /[*?[]/.test(folder);
        const isThere =
          isUnsure || folder === '.' || folder === '_yadage' || given.includes(folder);
        if (isThere || folders.some(({ matches }) => matches(folder))) return [];
        const names = folders.map(({ name }) => name);
        const message = `no stage writes to ${folder}, where the output ${path} is looked for`;
        const hint = suggestionHint(folder, names);
        return [{ message, hint, ...document.position(['outputs', kind, index]) }];
      }),
    );
  },
};

function firstPart(path: string): string {
  return path.replace(/^(?:\.\/+)+/, '').split('/')[0] ?? '';
}

interface StageFolder {
  readonly name: string;
  readonly matches: (folder: string) => boolean;
}

function stageFolders({ stages }: YadageWorkflow): StageFolder[] {
  return stages.map(({ name, scheduler }: YadageStage) => {
    if (scheduler.scheduler_type === 'singlestep-stage') {
      return { name, matches: (folder) => folder === name };
    }
    const matches = (folder: string): boolean =>
      folder.startsWith(`${name}_`) && /^\d+$/.test(folder.slice(name.length + 1));
    return { name: `${name}_0`, matches };
  });
}
