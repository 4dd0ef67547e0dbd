/** Writing the examples of rules for yadage. */
import type { RuleExample } from '../../../lint/kit/rule.ts';

export interface ExampleStage {
  readonly name?: string;
  /** YAML, as everything here. */
  readonly dependencies?: string;
  readonly parameters?: string;
  readonly command?: string;
  readonly publisher?: string;
  readonly environment?: string;
  /** Instead of a single step: lines of the scheduler. */
  readonly scheduler?: readonly string[];
}

/** An analysis with a yadage workflow of these stages; its only input parameter is `mass`. */
export function yadageExample(...stages: readonly ExampleStage[]): RuleExample {
  return withParameters('{mass: 750}', ...stages);
}

/** Like {@link yadageExample}, with other input parameters. */
export function withParameters(
  parameters: string,
  ...stages: readonly ExampleStage[]
): RuleExample {
  return {
    'reana.yaml': `inputs:
  files: [workflow.yml]
  parameters: ${parameters}
workflow:
  type: yadage
  file: workflow.yml
outputs:
  directories: [${stages.at(-1)?.name ?? 'fit'}]
`,
    'workflow.yml': `stages:\n${stages.map(writeStage).join('')}`,
  };
}

/** `parameters` that take the output `limit` of stage `fit`, or another one. */
export function take(output: string, stage = 'fit', name = 'input'): string {
  return `{${name}: {step: ${stage}, output: ${output}}}`;
}

const image =
  '{environment_type: docker-encapsulated, image: docker.io/library/python, imagetag: 3.12-slim}';

function writeStage({
  name = 'fit',
  dependencies = '[init]',
  parameters = "{output: '{workdir}/limit.json'}",
  command = 'python fit.py',
  publisher = '{publisher_type: constant-pub, publish: {limit: limit.json}}',
  environment = image,
  scheduler = ['scheduler_type: singlestep-stage'],
}: ExampleStage): string {
  return `  - name: ${name}
    dependencies: ${dependencies}
    scheduler:
${scheduler.map((line) => `      ${line}\n`).join('')}      parameters: ${parameters}
      step:
        process:
          process_type: string-interpolated-cmd
          cmd: ${command}
        publisher: ${publisher}
        environment: ${environment}
`;
}

/** An analysis with a sub-workflow that is given `parameters`. */
export function subworkflow(parameters: string): RuleExample {
  const example = yadageExample({});
  const inner = (example['workflow.yml'] ?? '').replace(/^/gm, '          ').trimEnd();
  return {
    ...example,
    'workflow.yml': `stages:
  - name: scan
    dependencies: [init]
    scheduler:
      scheduler_type: singlestep-stage
      parameters: ${parameters}
      workflow:
${inner}
`,
  };
}
