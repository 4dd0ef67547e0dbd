import { describe, expect, it } from 'vitest';
import { checkChain } from '../../src/pchain/check.ts';
import { type ChainRule, chainRules } from '../../src/pchain/rules.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { doorChains, rightNative, rightSnakefile } from './doors.ts';

async function check(files: Readonly<Record<string, string>>, file: string) {
  return checkChain(await temporaryFolder(files), file);
}

describe.each(doorChains)('$file with $what', ({ file, text, verdict, rule }) => {
  it(`is ${verdict}${rule === undefined ? ' without a word' : `: ${rule}`}`, async () => {
    const findings = await check({ [file]: text }, file);
    const rules: Readonly<Record<string, ChainRule>> = chainRules;
    const isRefused = findings.some(
      (one) => one.severity === 'error' && rules[one.rule]?.punishedBy !== 'worker node',
    );
    const shown = JSON.stringify(findings, null, 1);
    expect(isRefused, shown).toBe(verdict === 'refused');
    if (rule === undefined) expect(findings).toEqual([]);
    else expect(findings.map((one) => one.rule)).toContain(rule);
    expect(findings.every(({ line }) => line !== undefined)).toBe(true);
  });
});

describe('a chain in Snakemake', () => {
  it('is told where its mistakes are', async () => {
    const text = rightSnakefile.replace('%{DS1}', '%{DS0}').replace('"reana"', '"rena"');
    const places = (await check({ Snakefile: text }, 'Snakefile')).map(
      ({ line, rule }) => `${line ?? 0} ${rule}`,
    );
    expect(places).toEqual(['24 unknown-workflow']);
  });

  it('is checked with the Snakefiles that its steps run', async () => {
    const outer = rightSnakefile
      .replace('        opt_inDS=rules.deriv.output[0],\n', '        data=rules.deriv.output[0]\n')
      .replace(/ {8}opt_containerImage[^]*?useSecrets.*\n/, '')
      .replace('"reana"', '"sub/Snakefile"');
    const inner = rightSnakefile.replace('%{DS1}', '%{DS1} %{signal} %{i}');
    expect(await check({ Snakefile: outer, 'sub/Snakefile': inner }, 'Snakefile')).toEqual([]);
    const wrong = inner.replace('%{signal}', '%{sgnal}');
    expect(await check({ Snakefile: outer, 'sub/Snakefile': wrong }, 'Snakefile')).toMatchObject([
      { file: 'sub/Snakefile', line: 20, rule: 'unfilled-placeholder' },
    ]);
  });
});

describe("a chain in PanDA's own language", () => {
  it('is told of its keys by their names there', async () => {
    const text = rightNative.replace('%{DS1}', '%{DS3}').replace(/ {4}args: "--site.*\n/, '');
    const messages = (await check({ 'chain.yaml': text }, 'chain.yaml')).map(
      ({ line, message }) => `${line ?? 0} ${message}`,
    );
    expect(messages.join('\n')).not.toContain('opt_');
    expect(messages).toContain('12 limit: args is missing');
    expect(messages).toContain('16 limit: exec: nothing is filled in for %{DS3}');
  });

  it('is checked with the files that it names', async () => {
    const text = rightNative.replace(
      / {4}type: prun\n[^]*?(?= {2}limit)/,
      '    type: workflow\n    workflow_ref: sub.yaml\n',
    );
    const sub = rightNative.replace('%{DS1}', '%{DS2}');
    expect(await check({ 'chain.yaml': text, 'sub.yaml': rightNative }, 'chain.yaml')).toEqual([]);
    expect(await check({ 'chain.yaml': text, 'sub.yaml': sub }, 'chain.yaml')).toMatchObject([
      { file: 'sub.yaml', line: 16, rule: 'dataset-placeholder' },
    ]);
  });
});
