/** Looking ahead at yadage workflows: where mistakes are shown, and what is left unsaid. */
import { describe, expect, it } from 'vitest';
import { lintAnalysis } from '../../../../src/lint/lint.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const environment =
  'environment: {environment_type: docker-encapsulated, image: python, imagetag: "3"}';
const constant = 'publisher: {publisher_type: constant-pub, publish: {file: c}}';

function stage(name: string, dependencies: string, parameters: string, step: string): string {
  return `  - name: ${name}
    dependencies: [${dependencies}]
    scheduler:
      scheduler_type: singlestep-stage
      parameters: ${parameters}
      step: ${step}
`;
}

function command(text: string, publisher = constant): string {
  return `{process: {process_type: string-interpolated-cmd, cmd: '${text}'}, ${publisher}, ${environment}}`;
}

const multistep = (text: string): string =>
  text.replace(
    'singlestep-stage',
    'multistep-stage\n      scatter: {method: zip, parameters: [i]}',
  );

/** `file:line:column severity rule: message` of what is found, without the least severe. */
async function lint(
  stages: readonly string[],
  more: Readonly<Record<string, string>> = {},
  levels = /error|warning/,
): Promise<string[]> {
  const root = await temporaryFolder({
    'reana.yaml': `inputs:
  parameters:
    mass: 750
    widths: [1, 2]
workflow: {type: yadage, file: specs/workflow.yml}
`,
    'specs/workflow.yml': `stages:\n${stages.join('')}`,
    ...more,
  });
  return (await lintAnalysis(root, 'reana.yaml'))
    .filter(({ rule, severity }) => rule.startsWith('yadage-') && levels.test(severity))
    .map(
      ({ file = '', line = 0, column = 0, rule, message, hint = '' }) =>
        `${file}:${line}:${column} ${rule}: ${message}. ${hint}`,
    );
}

describe('lint of a yadage workflow', () => {
  it('shows a mistake in the file where it was made, character by character', async () => {
    const steps = `fit:
  process:
    process_type: interpolated-script-cmd
    script: |
      cd {output}
      python fit.py --mass {mas}
  ${constant}
  ${environment}
`;
    const found = await lint(
      [stage('fit', 'init', "{mass: 1, output: '{workdir}'}", '{$ref: "specs/steps.yml#/fit"}')],
      { 'specs/steps.yml': steps },
    );
    expect(found).toEqual([
      "specs/steps.yml:6:28 yadage-command-placeholder: {mas} in the script of stage fit is no parameter of the stage, and the whole run ends (KeyError: 'mas'). Did you mean mass?",
    ]);
  });

  it('tells all mistakes at once, and none that only follows from another', async () => {
    const found = await lint([
      stage('fit', 'init', '{mass: {step: init, output: mas}}', command('fit {mass} {width}')),
      stage('plot', 'fitt', '{limit: {step: fit, output: limit}}', command('plot {limit}')),
      stage('report', 'plot', '{plot: {step: plot, output: file}}', command('cat {plot}')),
    ]);
    expect(found.map((line) => line.split('. ')[0])).toEqual([
      'specs/workflow.yml:6:47 yadage-unknown-parameter: there is no input parameter mas, and the whole run ends (RuntimeError: no matches found in reference selection.)',
      "specs/workflow.yml:7:80 yadage-command-placeholder: {width} in the command of stage fit is no parameter of the stage, and the whole run ends (KeyError: 'width')",
      'specs/workflow.yml:9:20 yadage-dependency: stage plot never runs: there is no stage fitt',
      'specs/workflow.yml:12:47 yadage-unknown-output: stage fit does not publish limit, and the whole run ends (RuntimeError: no matches found in reference selection.)',
    ]);
  });

  it('says of what files decide only that it was not checked', async () => {
    const list = 'publisher: {publisher_type: fromglob-pub, globexpression: "*", outputkey: files}';
    const stages = [
      stage('split', 'init', '{mass: {step: init, output: mass}}', command('split {mass}', list)),
      multistep(stage('fit', 'split', '{i: {step: split, output: files}}', command('fit {i}'))),
      stage('merge', 'fit', '{all: {step: fit, output: file}}', command('merge {all}')),
    ];
    expect(await lint(stages)).toEqual([]);
    expect(await lint(stages, {}, /info/)).toEqual([
      'specs/workflow.yml:11:7 yadage-not-checked: how many steps stage fit makes: only the run can tell, and what depends on it was not checked. ',
    ]);
  });

  it('knows how many steps a list of the run’s parameters makes', async () => {
    const stages = [
      multistep(stage('fit', 'init', '{i: {step: init, output: widths}}', command('fit {i}'))),
      stage('merge', 'fit', '{all: {step: fit, output: file}}', command('merge {all}')),
    ];
    expect(await lint(stages)).toEqual([
      'specs/workflow.yml:13:32 yadage-single-step: step: fit means 2 steps where one is needed, and the whole run ends (AssertionError). Write stages: fit for the list of all of them.',
    ]);
  });

  it('takes the parameters of initfiles into account', async () => {
    const stages = [stage('fit', 'init', '{x: {step: init, output: extra}}', command('fit {x}'))];
    const text = `inputs: {options: {initfiles: [init.yml]}, parameters: {mass: 1}}
workflow: {type: yadage, file: specs/workflow.yml}
`;
    expect(await lint(stages, { 'reana.yaml': text, 'init.yml': 'extra: 2\n' })).toEqual([]);
    const without = await lint(stages, { 'reana.yaml': text, 'init.yml': 'other: 2\n' });
    expect(without.join('\n')).toContain('there is no input parameter extra');
    expect(await lint(stages, { 'reana.yaml': text })).toEqual([]);
  });

  it('keeps to itself what a template’s placeholder will be', async () => {
    const stages = [stage('fit', 'init', '{x: {step: init, output: data}}', command('fit {x:d}'))];
    const text = `inputs: {parameters: {data: VAR_INPUT}}
workflow: {type: yadage, file: specs/workflow.yml}
`;
    expect(await lint(stages, { 'reana.yaml': text })).toEqual([]);
  });

  it('takes what the programs of a jq stage name for outputs that it uses', async () => {
    const stages = [
      stage('split', 'init', '{mass: {step: init, output: mass}}', command('split {mass}')),
      `  - name: fan
    dependencies: [split]
    scheduler:
      scheduler_type: jq-stage
      bindings: {file: {$wflowref: ['.split[]', '.file']}}
      stepscript: '[{file: .file}]'
      step: ${command('fan {file}')}
`,
    ];
    expect(await lint(stages)).toEqual([]);
  });

  it('warns of mistakes in a sub-workflow that is one of several cases: perhaps it never comes up', async () => {
    const stages = (owner: string): string[] => [
      `  - name: choose
    dependencies: [init]
    scheduler:
      scheduler_type: singlestep-stage
      parameters: {mass: {step: init, output: mass}}
      ${owner}workflow:
          stages:
          - {name: fit, dependencies: [innit], scheduler: {scheduler_type: singlestep-stage, parameters: {x: 1}, step: ${command('fit {x}')}}}
`,
    ];
    const never = 'yadage-dependency: stage fit never runs: there is no stage innit';
    const oneOfSeveral = stages("cases:\n      - if: '.mass > 1000'\n        ");
    expect((await lint(oneOfSeveral, {}, /warning/)).join()).toContain(never);
    expect(await lint(oneOfSeveral, {}, /error/)).toEqual([]);
    expect((await lint(stages(''), {}, /error/)).join()).toContain(never);
  });

  it('looks on behind a stage that the engine does not know what to do with', async () => {
    const steps = `fit:
  name: fit
  scheduler: {scheduler_type: singlestep-stage, parameters: [], step: ${command('fit {mass}')}}
`;
    const found = await lint(["  - {$ref: 'specs/steps.yml#/fit'}\n"], {
      'specs/steps.yml': steps,
    });
    expect(found.map((line) => line.split('. ')[0])).toEqual([
      'specs/steps.yml:2:3 yadage-dependency: stage fit has no dependencies, and stands behind a $ref: the engine stops',
      "specs/steps.yml:3:131 yadage-command-placeholder: {mass} in the command of stage fit is no parameter of the stage, and the whole run ends (KeyError: 'mass')",
    ]);
  });
});
