/** Each option and variable is the same in flags, environment, components and documentation. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type OptionKind, variableOf } from '../../src/commands/run/option-reader.ts';
import { runOptions, submitOptions } from '../../src/commands/run/options.ts';
import { scanOptions } from '../../src/commands/scan/options.ts';
import { knownVariables, otherVariables, unknownVariables } from '../../src/commands/variables.ts';
import { readTemplates } from '../templates/template.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(repository, file), 'utf8');
const filesBelow = (folder: string, end: string) =>
  readdirSync(path.join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .map((name) => path.join(folder, name));

const pages = [...filesBelow('docs', '.md'), 'README.md'];
const components = filesBelow('templates', '.yml');

describe('variables', () => {
  it('that sources, components and pages mention are all known', () => {
    const named = [...filesBelow('src', '.ts'), ...components, ...pages].flatMap((file) =>
      [...read(file).matchAll(/\bREANA_CI_[A-Z][A-Z_]*[A-Z]\b/g)].map(([name]) => name),
    );
    expect([...new Set(named)].filter((name) => !knownVariables.has(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(100);
  });

  it('without a flag are mentioned where they are read', () => {
    const sources = filesBelow('src', '.ts').filter((file) => !file.endsWith('variables.ts'));
    const text = sources.map(read).join('\n');
    // The options of settle are read by the names of their flags.
    const viaFlag = ['REANA_CI_SINCE'];
    const unread = Object.keys(otherVariables).filter(
      (name) => !text.includes(name) && !viaFlag.includes(name),
    );
    expect(unread).toEqual([]);
  });

  it('that are misspelt are told, with the name that was meant', () => {
    const env = { REANA_CI_OUPUT: 'a', REANA_CI_OUTPUT: 'b', REANA_CI_QZX: '', PATH: '/bin' };
    expect(unknownVariables(env)).toEqual([
      'The variable REANA_CI_OUPUT means nothing to reana-ci. Did you mean REANA_CI_OUTPUT?',
      'The variable REANA_CI_QZX means nothing to reana-ci.',
    ]);
  });
});

describe.each([
  { command: 'run', options: runOptions, page: 'docs/run.md' },
  { command: 'scan', options: scanOptions, page: 'docs/scan.md' },
  { command: 'submit', options: submitOptions, page: 'docs/run.md' },
])('the options of $command', ({ command, options, page }) => {
  it('are in the documentation', () => {
    const text = `${read(page)}\n${read('docs/run.md')}`;
    const missing = options.filter(({ flag }) => !text.includes(`\`--${flag}`));
    expect(missing.map(({ flag }) => flag)).toEqual([]);
  });

  it('are the only ones that tables of the documentation give a variable', () => {
    const all: readonly OptionKind[] = [...runOptions, ...scanOptions];
    const known = new Set(all.map(({ flag }) => flag));
    const rows = [...read(page).matchAll(/^\| `--([a-z-]+)[^|]*\| `(REANA_CI_[A-Z_]+)`/gm)];
    for (const [, flag = '', variable] of rows) {
      expect(known).toContain(flag);
      expect(variable).toBe(variableOf(flag));
    }
  });

  it('are those that the inputs of its component stand for', () => {
    const name = command === 'scan' ? 'scan-in-one-job' : command;
    const template = readTemplates().find((one) => one.name === name);
    const flags = new Set(options.map(({ flag }) => variableOf(flag)));
    const variables = Object.values(template?.body ?? {}).flatMap((job) =>
      Object.keys(job.variables ?? {}).filter((key) => key.startsWith('REANA_CI_')),
    );
    const neither = variables.filter((name) => !flags.has(name) && !(name in otherVariables));
    expect(neither).toEqual([]);
    expect(variables.length).toBeGreaterThan(5);
  });
});

it('an input that several components declare is declared alike', () => {
  const declarations = new Map<string, Set<string>>();
  for (const { header } of readTemplates()) {
    for (const [input, { type, regex, options }] of Object.entries(header.spec.inputs)) {
      const known = declarations.get(input) ?? new Set();
      declarations.set(input, known.add(JSON.stringify({ type, regex, options })));
    }
  }
  const different = [...declarations].filter(([, all]) => all.size > 1).map(([input]) => input);
  expect(different).toEqual([]);
});
