import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkChain } from '../../src/pchain/check.ts';
import { type ChainRule, chainRules } from '../../src/pchain/rules.ts';
import { splitWords } from '../../src/pchain/shell-words.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { brokenChains, rightChain } from './chains.ts';
import { doorChains } from './doors.ts';
import { judgedChains } from './verdicts.ts';

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

  it.each(judgedChains)('says of $what that it is $verdict', async ({ text, verdict }) => {
    const rules: Readonly<Record<string, ChainRule>> = chainRules;
    const mistakes = (await check(text)).filter(({ severity }) => severity === 'error');
    const isRefused = mistakes.some(({ rule }) => rules[rule]?.punishedBy !== 'worker node');
    expect(isRefused, JSON.stringify(mistakes)).toBe(verdict === 'refused');
  });

  it('has an example of every rule', () => {
    const shown = new Set([...brokenChains, ...doorChains].flatMap(({ rule }) => rule ?? []));
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

  it('tells of workflows that run each other, which PanDA reads without an end', async () => {
    const inner = rightChain.replace('run: prun', 'run: chain.cwl');
    const text = rightChain.replace('run: prun', 'run: body.cwl');
    expect(await check(text, { 'body.cwl': inner })).toMatchObject([
      { rule: 'circle', severity: 'error', file: 'body.cwl', line: 11 },
    ]);
  });

  it('takes a part of a chain by itself, and tells what only another workflow fills in', async () => {
    const part = rightChain
      .replace('inputs:', 'inputs:\n  param_mass: {type: int, default: 500}')
      .replace('%{DS1}', '%{DS1} --var MASS=%{mass} --var TURN=%{i}');
    expect(await check(part)).toMatchObject([
      { rule: 'unfilled-placeholder', severity: 'warning' },
      { rule: 'unfilled-placeholder', severity: 'warning' },
    ]);
  });

  it.each([
    ['source my-own.sh', 'warning'],
    ['reana-ci lint .', undefined],
    ['reana-ci run --local', undefined],
    ['cd fit; reana-ci run', 'error'],
    ['reana-client ping', 'error'],
  ])('says of "%s" without secrets: %s', async (command, severity) => {
    const text = rightChain
      .replace('source script_reana.sh pchain_ZZ', command)
      .replace(' --useSecrets', '');
    const findings = (await check(text)).filter(({ rule }) => rule === 'no-secrets');
    expect(findings.map((finding) => finding.severity)).toEqual(severity ? [severity] : []);
  });

  it('says how much of a name is left for --outDS', async () => {
    const text = rightChain.replaceAll(/\blimit\b/g, 'l'.repeat(80));
    expect(await check(text)).toMatchObject([
      {
        rule: 'name-length',
        severity: 'warning',
        message: expect.stringContaining('leaves 24 characters for --outDS') as string,
      },
    ]);
  });

  it('finds the files that prun reads beside the chain', async () => {
    const text = rightChain.replace('--useSecrets', '--useSecrets --inputFileList list.txt');
    expect(await check(text)).toMatchObject([{ rule: 'arguments', line: 23 }]);
    expect(await check(text, { 'list.txt': '' })).toEqual([]);
  });

  it.each([
    ['', [[1, 'no-value']]],
    ['{}', [[5, 'no-value']]],
    ['signal: null', [[5, 'no-value']]],
    ['signal: "mc23:x/"', []],
  ])('looks at the values that pchain gets: %j', async (values, expected) => {
    const text = rightChain.replace('{type: string, default: "mc23:mc23.801234.x.AOD/"}', 'string');
    const folder = await temporaryFolder({ 'chain.cwl': text, 'in.yaml': values });
    const findings = await checkChain(folder, 'chain.cwl', 'in.yaml');
    expect(findings.map(({ line, rule }) => [line, rule])).toEqual(expected);
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
    for (const [id, { punishedBy }] of Object.entries(chainRules)) {
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
