import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { registerPchain } from '../../src/commands/pchain.ts';
import { checkChain } from '../../src/pchain/check.ts';
import { brokenChains, rightChain } from '../pchain/chains.ts';
import { rightNative, rightSnakefile } from '../pchain/doors.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { call } from './call.ts';

const template = `inputs: {parameters: {dataset: VAR_INPUT, mass: VAR_MASS}}
workflow:
  type: serial
  specification:
    steps: [{environment: 'busybox:1.37', commands: [echo]}]
`;
const image = 'docker://registry.example.org/group/reana-ci:1.0.0';
const usual = ['pchain', 'step', '--image', image, '--input', 'deriv/outDS'];

async function step(more: readonly string[], files = { 'reana-template.yaml': template }) {
  const cwd = await temporaryFolder(files);
  return { cwd, ...(await call(registerPchain, [...usual, ...more], {}, { cwd })) };
}

describe('reana-ci pchain step', () => {
  it('prints a step that fits into a chain', async () => {
    const { stdout, error, cwd } = await step(['--run-name', 'pchain_ZZ', '--var', 'MASS=750']);
    expect(error).toBeUndefined();
    expect(stdout).toBe(`  reana:
    run: reana
    in:
      opt_inDS: deriv/outDS
      opt_containerImage:
        default: ${image}
      opt_exec:
        default: "source script_reana.sh pchain_ZZ %{DS1} --var MASS=750"
      opt_args:
        default: "--site CERN --outputs output_from_reana.tar --useSecrets"
    out: [outDS]
`);
    const chain = rightChain.slice(0, rightChain.indexOf('  limit:')) + stdout;
    const folder = await temporaryFolder({ 'chain.cwl': chain });
    const findings = await checkChain(folder, 'chain.cwl');
    expect(findings.map(({ rule }) => rule)).toEqual(['automatic-retry']);
    expect(stdout).not.toContain(cwd);
  });

  it.each([
    ['snakemake', 'Snakefile', rightSnakefile, 'rule limit:'],
    ['native', 'chain.yaml', rightNative, '  limit:'],
  ])('prints a step for a chain in %s', async (language, file, right, begin) => {
    const more = ['--language', language, '--name', 'limit', '--run-name', 'pchain_ZZ'];
    const { stdout, error } = await step([...more, '--no-retry', '--var', 'MASS=750']);
    expect(error).toBeUndefined();
    const chain = right.slice(0, right.indexOf(begin)) + stdout;
    const folder = await temporaryFolder({ [file]: chain });
    expect(await checkChain(folder, file)).toEqual([]);
    expect(stdout).toContain('%{DS1} --var MASS=750"');
    await expect(stdout).toMatchFileSnapshot(`golden/pchain-step/${language}.txt`);
  });

  it("refuses the values of a loop in PanDA's own language, which has none", async () => {
    const { error } = await step(['--language', 'native', '--var', 'MASS=%{mass}']);
    expect(error).toMatchObject({ code: 'usage', message: expect.stringContaining('%{mass}') });
  });

  it('refuses a language that PanDA does not know', async () => {
    const { error } = await step(['--language', 'yadage', '--var', 'MASS=1']);
    expect(String(error)).toContain('choose cwl, snakemake, native');
  });

  it('tells of retries, and switches them off', async () => {
    const asked = await step(['--var', 'MASS=1']);
    expect(asked.stderr).toContain('add --disableAutoRetry');
    const { stdout, stderr } = await step(['--var', 'MASS=1', '--no-retry']);
    expect(stdout).toContain('--useSecrets --disableAutoRetry"');
    expect(stderr).toBe('');
  });

  it('names the run of a loop by its turn, and hands in what the loop changes', async () => {
    const more = ['--loop', '--run-name', 'pchain_ZZ', '--var', 'MASS=%{mass}'];
    expect((await step(more)).stdout).toContain(
      'script_reana.sh pchain_ZZ_%{i} %{DS1} --var MASS=%{mass}"',
    );
  });

  it('gives all datasets when there are several', async () => {
    const { stdout } = await step(['--var', 'MASS=1', '--input', 'other/outDS']);
    expect(stdout).toContain('opt_inDS: [deriv/outDS, other/outDS]');
    expect(stdout).toContain('%{DS*}');
  });

  it('protects what a shell would take apart', async () => {
    const { stdout } = await step(['--var', `MASS=it's 1 $x`]);
    expect(stdout).toContain(String.raw`--var 'MASS=it'\\''s 1 $x'`);
  });

  it.each([
    ['a placeholder without a value', [], 'specification'],
    ['a value without a placeholder', ['--var', 'MASS=1', '--var', 'TUNE=2'], 'specification'],
    ['a specification that is not there', ['--spec', 'other.yaml'], 'specification'],
    ['a list with an input of the workflow', ['--var', 'MASS=1', '--input', 'signal'], 'usage'],
    ['an image with capitals', ['--var', 'MASS=1', '--image', 'docker://h/G/x:1'], 'usage'],
    ['a name with a blank', ['--var', 'MASS=1', '--run-name', 'a b'], 'usage'],
    ['a secret', ['--var', 'MASS=1', '--parameter', 'API_TOKEN=abc'], 'usage'],
  ])('refuses %s', async (_what, more, code) => {
    const { error, stdout } = await step(more);
    expect(error).toMatchObject({ code, exitCode: 4 });
    expect(stdout).toBe('');
  });
});

describe('reana-ci pchain check', () => {
  it('says that there are no mistakes', async () => {
    const cwd = await temporaryFolder({ 'a/chain.cwl': rightChain });
    const { stdout, error } = await call(
      registerPchain,
      ['pchain', 'check', 'a/chain.cwl'],
      {},
      { cwd },
    );
    expect(error).toBeUndefined();
    expect(stdout).toBe('a/chain.cwl: no mistakes found.\n');
  });

  it('tells each mistake with its place and who would punish it', async () => {
    const text = brokenChains.find(({ what }) => what === 'counting from 0')?.text ?? '';
    const cwd = await temporaryFolder({ 'chain.cwl': text });
    const { stdout, error } = await call(
      registerPchain,
      ['pchain', 'check', 'chain.cwl'],
      {},
      { cwd },
    );
    expect(error).toMatchObject({ exitCode: 4, message: 'chain.cwl: 1 mistake found.' });
    expect(stdout).toBe(
      [
        'chain.cwl:22:27: limit: opt_exec: nothing is filled in for %{DS0} [dataset-placeholder]',
        '  PanDA refuses the chain. Datasets count from 1 since 2023: write %{DS1}.',
        '',
      ].join('\n'),
    );
  });

  it('prints JSON', async () => {
    const cwd = await temporaryFolder({ 'chain.cwl': rightChain.replace(' --useSecrets', '') });
    const file = path.join(cwd, 'chain.cwl');
    const { stdout } = await call(registerPchain, ['pchain', 'check', '--json', file], {}, { cwd });
    expect(JSON.parse(stdout)).toMatchObject([{ rule: 'no-secrets', file: 'chain.cwl', line: 23 }]);
  });

  it('names a chain that is not there', async () => {
    const cwd = await temporaryFolder({});
    const { error } = await call(registerPchain, ['pchain', 'check', 'chain.cwl'], {}, { cwd });
    expect(String(error)).toContain('chain.cwl does not exist');
  });
});
