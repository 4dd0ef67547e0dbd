import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkChain } from '../../src/pchain/check.ts';
import { chainRules } from '../../src/pchain/rules.ts';
import { splitWords } from '../../src/pchain/shell-words.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { brokenChains, rightChain } from './chains.ts';

const repository = path.resolve(import.meta.dirname, '../..');

async function check(text: string, files: Readonly<Record<string, string>> = {}) {
  return checkChain(await temporaryFolder({ 'chain.cwl': text, ...files }), 'chain.cwl');
}

describe('checkChain', () => {
  it('finds nothing in a chain that is right', async () => {
    expect(await check(rightChain)).toEqual([]);
  });

  it.each(brokenChains)('finds $what ($rule)', async ({ text, rule, line }) => {
    const findings = await check(text);
    expect(findings.map((finding) => [finding.rule, finding.line])).toContainEqual([rule, line]);
  });

  it('has an example of every rule', () => {
    const shown = new Set(brokenChains.map(({ rule }) => rule));
    expect([...shown].sort()).toEqual(Object.keys(chainRules).sort());
  });

  it('tells all mistakes at once, in the order of the file', async () => {
    const text = rightChain.replace('DS1', 'DS0').replace('opt_inDS: signal', 'opt_inDS: x');
    const lines = (await check(text)).map(({ line }) => line);
    expect(lines).toEqual([13, 22]);
  });

  it('shows where a file is not YAML', async () => {
    const [finding] = await check(rightChain.replace('    run: reana', '\trun: reana'));
    expect(finding).toMatchObject({ file: 'chain.cwl', line: 18, severity: 'error' });
  });

  it.each(['--useSec', '--outputs=output_from_reana.tar', '--nFiles 3', '-y'])(
    'takes %s as prun does',
    async (option) => {
      const text = rightChain.replace('--disableAutoRetry', `--disableAutoRetry ${option}`);
      expect(await check(text)).toEqual([]);
    },
  );

  it('takes the archive that the command names for its output', async () => {
    const text = rightChain
      .replace('%{DS1}', '%{DS1} --archive limit.tar')
      .replace('output_from_reana.tar', 'limit.tar');
    expect(await check(text)).toEqual([]);
  });

  it('leaves a reference to a variable alone where a secret would stand', async () => {
    const text = rightChain.replace('source script', 'export X_TOKEN=$Y_TOKEN; source script');
    expect(await check(text)).toEqual([]);
  });

  it('fills in values by name in a workflow that another one runs', async () => {
    const outer = rightChain.slice(0, rightChain.indexOf('steps:')).replace('limit/', 'work/');
    const step = 'steps:\n  work:\n    run: body.cwl\n    in: {signal: signal}\n    out: [outDS]\n';
    const body = rightChain.replace('%{DS1}', '%{DS1} %{i} %{signal} %{mass}');
    const right = body.replace('inputs:', 'inputs:\n  param_mass: int');
    expect(await check(outer + step, { 'body.cwl': right })).toEqual([]);
    expect(await check(outer + step, { 'body.cwl': body })).toMatchObject([
      { rule: 'unfilled-placeholder', file: 'body.cwl', line: 22 },
    ]);
  });

  it('ends with workflows that run each other', async () => {
    const text = rightChain.replace('run: prun', 'run: chain.cwl');
    await expect(check(text)).resolves.toEqual([]);
  });

  it.each(['chain.cwl', 'loop.cwl', 'loop_body.cwl'])(
    'finds no mistake in the example %s',
    async (file) => {
      const findings = await checkChain(path.join(repository, 'examples/pchain'), file);
      const mistakes = findings.filter(
        ({ severity, rule }) => severity === 'error' && rule !== 'unfilled-placeholder',
      );
      expect(mistakes).toEqual([]);
    },
  );

  it('finds the recipe of 2022 out of date', async () => {
    const text = rightChain
      .replace('%{DS1}', '%{DS0}')
      .replace('reana-ci:1.0.0', 'iddsal:atlas-reana-submitter');
    expect((await check(text)).map(({ rule }) => rule)).toEqual(['dataset-placeholder']);
  });
});

describe('the documentation of the check', () => {
  it('has every rule in the table of those who would punish it', async () => {
    const page = await readFile(path.join(repository, 'docs/pchain.md'), 'utf8');
    const [reader = '', node = ''] = ['refuses', 'would punish'].map((title) =>
      page.split(/^### /m).find((part) => part.split('\n', 1)[0]?.includes(title)),
    );
    for (const [id, punishedBy] of Object.entries(chainRules)) {
      const [here, there] = punishedBy === 'reader' ? [reader, node] : [node, reader];
      expect(here).toContain(`| \`${id}\``);
      expect(there).not.toContain(`| \`${id}\``);
    }
  });
});

describe('splitWords', () => {
  it.each([
    ['a  b\tc', ['a', 'b', 'c']],
    [`'a b'"c d"e ''`, ['a bc de', '']],
    [String.raw`a\ b "\"\\\n" '\'`, ['a b', String.raw`"\\n`, '\\']],
    ['', []],
    [`'open`, undefined],
    ['open\\', undefined],
  ])('splits %j as shlex does', (line, expected) => {
    expect(splitWords(line)).toEqual(expected);
  });
});
