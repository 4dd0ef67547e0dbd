import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { variableOf } from '../../src/commands/run/option-reader.ts';
import { runOptions } from '../../src/commands/run/options.ts';
import { scanOptions } from '../../src/commands/scan/options.ts';
import { parseDuration } from '../../src/run/duration.ts';
import { inputsIn, interpolate, type Job, readTemplates, type Template } from './template.ts';

const templates = readTemplates();
const shellKeywords = ['script', 'before_script', 'after_script', 'hooks'];
const globalKeywords = ['default', 'stages', 'workflow', 'variables', 'include', 'image', 'cache'];
/** For inputs without a default. */
const given = { matrix: [{ REANA_CI_PARAMETER: ['mass=500', 'mass=750'] }] };

it('finds the components', () => {
  const names = templates.map(({ name }) => name).sort();
  expect(names).toEqual(['lint', 'run', 'scan', 'scan-in-one-job', 'settle', 'submit']);
});

it('shows every component in the README, with an example, as the catalog asks for', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, section = ''] = /\n## Components\n([^]*?)\n## /.exec(readme) ?? [];
  for (const { name, header } of templates) {
    const [, part = ''] = section.split(`### ${name}\n`);
    const [example = ''] = /```yaml\n[^]*?```/.exec(part) ?? [];
    expect(example).toContain(`/reana-ci/${name}@`);
    const include = parse(example.split('\n').slice(1, -1).join('\n')) as {
      include: { inputs: object }[];
    };
    for (const input of Object.keys(include.include[0]!.inputs)) {
      expect(Object.keys(header.spec.inputs)).toContain(input);
    }
  }
  expect(readme).toContain('\n## Contribute\n');
});

describe.each(templates.map((template) => [template.name, template] as const))(
  'the component %s',
  (_name, template) => {
    const inputs = Object.entries(template.header.spec.inputs);

    it.each(inputs)('describes its input %s in a sentence, with a type', (_input, definition) => {
      expect(definition.description).toMatch(/^[A-Z].{15,}\.$/);
      expect(['string', 'number', 'boolean', 'array']).toContain(definition.type);
    });

    it.each(inputs.filter(([, { type }]) => type === 'string'))(
      'says what the text %s may be, and its default is that',
      (_input, { regex, options, default: value }) => {
        if (options === undefined) expect(value).toMatch(new RegExp(regex!));
        else expect(options).toContain(value);
      },
    );

    it.each(inputs.filter(([, { regex }]) => regex !== undefined))(
      'lets no value of %s out of its place',
      (_input, { regex }) => {
        const pattern = new RegExp(regex!);
        for (const value of ["a'", 'a"', 'a\nb: c', "mass=1'", 'mass=1\nscript: x', 'a\\']) {
          expect(value).not.toMatch(pattern);
        }
      },
    );

    it('says in the catalog which secrets it needs', () => {
      const said = inputs.map(([, { description }]) => description).join('\n');
      const isLint = template.name === 'lint';
      expect(said).toContain(isLint ? 'needs no secret' : 'REANA_ACCESS_TOKEN, the latter masked');
      expect(said.includes('GITLAB_TOKEN')).toBe(!isLint);
    });

    it('uses every input, and no other', () => {
      const used = new Set(inputsIn(template.body));
      expect([...used].sort()).toEqual(inputs.map(first).sort());
    });

    it('hands no input to a shell', () => {
      for (const job of jobsOf(template)) {
        for (const keyword of shellKeywords) expect(inputsIn(job[keyword])).toEqual([]);
        expect(job.script).toEqual([expect.stringMatching(/^reana-ci [a-z]+$/)]);
      }
    });

    it('changes no other job of the pipeline it is included in', () => {
      const prefix = '$[[ inputs.job-prefix ]]reana';
      for (const name of Object.keys(template.body)) {
        expect(name.replace(/^\./, '').startsWith(prefix)).toBe(true);
      }
      expect(Object.keys(interpolate(template, given))).not.toEqual(
        expect.arrayContaining(globalKeywords),
      );
    });

    it('names inputs, variables and options alike', () => {
      for (const job of jobsOf(template)) {
        const variables = (job.variables ?? {}) as Record<string, string>;
        for (const [variable, value] of Object.entries(variables)) {
          const [input] = inputsIn(value);
          if (!variable.startsWith('REANA_CI_') || input === undefined) continue;
          expect(variable).toBe(variableOf(input));
        }
      }
    });

    it('is touched by nothing that the pipeline sets for all jobs, but for their runners', () => {
      for (const job of jobsOf(template)) expect(job.inherit).toEqual({ default: ['tags'] });
    });

    it.each(inputs.filter(([input]) => ['analysis', 'results', 'spec', 'points'].includes(input)))(
      'takes folders and files with blanks and letters of all kinds in %s',
      (input, { regex }) => {
        const end = { spec: '.yaml', points: '.csv' }[input] ?? '';
        for (const value of ['my analysis', 'c++', 'Größe/größer', 'a.b-c_d', '分析']) {
          expect(`${value}${end}`).toMatch(new RegExp(regex!));
        }
        for (const value of ['/etc', '-x', ' a']) {
          expect(`${value}${end}`).not.toMatch(new RegExp(regex!));
        }
      },
    );

    it.each(['', 'zz-', 'HH_', '500-'])('takes the prefix %j, which GitLab can show', (prefix) => {
      expect(prefix).toMatch(new RegExp(template.header.spec.inputs['job-prefix']!.regex!));
      for (const job of Object.values(interpolate(template, { ...given, 'job-prefix': prefix }))) {
        const { expose_as: shown } = (job.artifacts ?? {}) as { expose_as?: string };
        // GitLab's own rule.
        if (shown !== undefined) expect(shown).toMatch(/^\w[-\w ]*$/);
      }
    });

    it.each(inputs.filter(([input]) => ['input', 'var', 'parameter', 'output'].includes(input)))(
      'takes a variable of the pipeline in %s',
      (input, { regex }) => {
        const start = ['var', 'parameter'].includes(input) ? 'DATASET=' : '';
        for (const value of ['${DATASET}', '$DATASET']) {
          expect(`${start}${value}`).toMatch(new RegExp(regex!));
        }
      },
    );

    it('refuses a prefix that GitLab would refuse as the name of artifacts', () => {
      expect('-x').not.toMatch(new RegExp(template.header.spec.inputs['job-prefix']!.regex!));
    });

    it('needs nothing newer than GitLab 17.0', () => {
      expect(Object.keys(template.header)).toEqual(['spec']);
      expect(Object.keys(template.header.spec)).toEqual(['inputs']);
      const known = new Set(['description', 'type', 'regex', 'options', 'default']);
      for (const [, definition] of inputs) {
        expect(Object.keys(definition).filter((key) => !known.has(key))).toEqual([]);
      }
      expect(JSON.stringify(template.body)).not.toMatch(/\$\[\[ (component|matrix)|\$\[\[[^\]]*\|/);
    });
  },
);

describe.each([
  { name: 'run', jobName: 'reana', options: runOptions, results: 'results/' },
  { name: 'scan-in-one-job', jobName: 'reana-scan', options: scanOptions, results: 'scan/' },
])('the component $name', ({ name, jobName, options, results }) => {
  const template = templates.find((one) => one.name === name)!;
  const jobWith = (inputs = {}) => interpolate(template, inputs)[jobName]!;

  it('offers what the command can be told, as far as it makes sense in a job', () => {
    const notInJobs = 'archive compression secret-file outage-timeout resume fresh no-lint';
    const ownMachine = 'local executor jobs state json panda';
    const left = new Set(`${notInJobs} ${ownMachine}`.split(' '));
    const offered = Object.keys(template.header.spec.inputs);
    const missing = options
      .map(({ flag }) => flag)
      .filter((flag) => !left.has(flag) && !offered.includes(flag));
    expect(missing).toEqual([]);
  });

  it.each(['3h', '2h30m', '90m'])(
    'ends the program, then the script, then the job, for a deadline of %s',
    (deadline) => {
      const job = jobWith({ deadline });
      const variables = job.variables as Record<string, string>;
      const [program, script, afterScript, whole] = [
        variables.REANA_CI_DEADLINE!,
        variables.RUNNER_SCRIPT_TIMEOUT!,
        variables.RUNNER_AFTER_SCRIPT_TIMEOUT!,
        job.timeout as string,
      ].map((text) => parseDuration(text, 'test'));
      expect(script! - program!).toBeGreaterThanOrEqual(5 * 60_000);
      // What is left is for the artifacts.
      expect(whole! - script! - afterScript!).toBeGreaterThanOrEqual(5 * 60_000);
    },
  );

  it('keeps results and reports of every end of the job, and retries outages only', () => {
    expect(jobWith()).toMatchObject({
      after_script: ['reana-ci clean'],
      retry: { max: 2, when: ['runner_system_failure'], exit_codes: [75] },
      artifacts: { when: 'always', paths: [results] },
    });
  });

  it('keeps the token from merge requests of forks', () => {
    const [rule] = jobWith().rules as { if: string }[];
    expect(rule!.if).toContain(
      '$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID',
    );
  });
});

/** Without the hidden ones, which are parts of jobs. */
function jobsOf({ body }: Template): Job[] {
  return Object.entries(body).flatMap(([name, job]) => (name.startsWith('.') ? [] : [job]));
}

function first<T>([value]: readonly [T, ...unknown[]]): T {
  return value;
}
