import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createShell } from '../../src/base/shell.ts';
import { registerPchain } from '../../src/commands/pchain.ts';
import { checkChain } from '../../src/pchain/check.ts';
import { chainRules } from '../../src/pchain/rules.ts';
import { call } from '../commands/call.ts';
import { brokenChains, rightChain } from '../pchain/chains.ts';
import { doorChains, rightNative, rightSnakefile } from '../pchain/doors.ts';
import { judgedChains } from '../pchain/verdicts.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { requirePeer } from './peers.ts';

/** PanDA's reader takes the options of whichever client its server has. */
const clients = { '1.6': await requirePeer('panda'), '2.2': await requirePeer('panda-2') };
type Client = keyof typeof clients;
const repository = path.resolve(import.meta.dirname, '../..');

type Answer =
  | { readonly error: string }
  | {
      readonly steps: Readonly<
        Record<string, { exec: string; image: string | null; secrets: boolean; outputs: string[] }>
      >;
    };

/** Lets PanDA's own reader read files. */
async function read(files: readonly string[], client: Client = '1.6'): Promise<Answer[]> {
  const shell = createShell({ env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent' } });
  const script = path.join(import.meta.dirname, 'pchain/read_chain.py');
  const { stdout, stderr } =
    await shell`${path.join(clients[client], 'python')} ${script} ${files}`;
  if (!stdout.startsWith('[')) throw new Error(stderr);
  return JSON.parse(stdout) as Answer[];
}

async function readText(text: string): Promise<Answer | undefined> {
  const folder = await temporaryFolder({ 'chain.cwl': text });
  const [answer] = await read([path.join(folder, 'chain.cwl')]);
  return answer;
}

describe.each(['1.6', '2.2'] as const)('the reader with panda-client %s', (client) => {
  const chains = [...brokenChains, ...judgedChains];
  const answers = new Map<string, Answer | undefined>();

  beforeAll(async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'reana-ci-'));
    const files: string[] = [];
    for (const [index, { text }] of chains.entries()) {
      // The reader leaves files beside a chain that it would later take for others.
      const file = path.join(folder, String(index), 'chain.cwl');
      await mkdir(path.dirname(file));
      await writeFile(file, text);
      files.push(file);
    }
    const all = await read(files, client);
    chains.forEach(({ text }, index) => answers.set(text, all[index]));
    await rm(folder, { recursive: true });
  });

  it.each(brokenChains)('agrees with the rule for $what', ({ text, rule }) => {
    const answer = answers.get(text);
    if (chainRules[rule].punishedBy === 'reader') expect(answer).toHaveProperty('error');
    else expect(answer).toHaveProperty('steps');
  });

  it.each(judgedChains)('says of $what that it is $verdict', ({ text, verdict }) => {
    expect(answers.get(text)).toHaveProperty(verdict === 'refused' ? 'error' : 'steps');
  });
});

describe("the reader of Snakemake and of PanDA's own language", () => {
  let answers: Answer[];

  beforeAll(async () => {
    const files = Object.fromEntries(
      doorChains.map(({ file, text }, index) => [`${index}/${file}`, text]),
    );
    const folder = await mkdtemp(path.join(tmpdir(), 'reana-ci-'));
    for (const [file, text] of Object.entries(files)) {
      await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    }
    answers = await read(
      Object.keys(files).map((file) => path.join(folder, file)),
      '2.2',
    );
    await rm(folder, { recursive: true });
  });

  it.each(doorChains.map((chain, index) => ({ ...chain, index })))(
    'says of $file with $what that it is $verdict',
    ({ index, verdict }) => {
      expect(answers[index]).toHaveProperty(verdict === 'refused' ? 'error' : 'steps');
    },
  );

  it.each([
    ['Snakefile', rightSnakefile],
    ['chain.yaml', rightNative],
  ])('fills in what a right %s asks for', (file, text) => {
    const index = doorChains.findIndex((one) => one.file === file && one.text === text);
    expect(answers[index]).toMatchObject({
      steps: {
        limit: {
          exec: expect.stringMatching(
            /^source script_reana\.sh pchain_ZZ user\.jdoe\.wf_00\d_deriv_DAOD\.root\/$/,
          ) as string,
          secrets: true,
          outputs: ['output_from_reana.tar'],
        },
      },
    });
  });
});

describe('the reader', () => {
  it('fills in what a right chain asks for', async () => {
    expect(await readText(rightChain)).toMatchObject({
      steps: {
        limit: {
          exec: 'source script_reana.sh pchain_ZZ user.jdoe.wf_000_deriv_DAOD.root/',
          secrets: true,
          outputs: ['output_from_reana.tar'],
        },
      },
    });
  });
});

describe('the steps that are printed', () => {
  it.each([
    ['one dataset', []],
    ['several datasets', ['--input', 'deriv/outDS']],
    ['an input of the workflow', ['--input', 'signal']],
    ['a value with blanks and quotes', ['--parameter', `cut=it's "a" b`]],
    ['no retries', ['--no-retry']],
  ])('are read with %s', async (what, more) => {
    const cwd = await temporaryFolder({
      'reana.yaml': `inputs: {parameters: {d: VAR_INPUT}}
workflow: {type: serial, specification: {steps: [{environment: 'busybox:1', commands: [echo]}]}}
`,
    });
    const image = ['--image', 'docker://registry.example.org/g/reana-ci:1'];
    const first = what === 'an input of the workflow' ? [] : ['--input', 'deriv/outDS'];
    const arguments_ = ['pchain', 'step', ...image, ...first, ...more, '--name', 'limit'];
    const { stdout, error } = await call(registerPchain, arguments_, {}, { cwd });
    expect(error).toBeUndefined();
    const answer = await readText(rightChain.slice(0, rightChain.indexOf('  limit:')) + stdout);
    expect(answer).toHaveProperty('steps.limit.secrets', true);
  });
});

describe('the chains of the example and of the documentation', () => {
  it('are read, and every step of them gets what it needs', async () => {
    const folder = await temporaryFolder({});
    await cp(path.join(repository, 'examples/pchain'), folder, { recursive: true });
    const [chain, loop] = await read(
      ['chain.cwl', 'loop.cwl'].map((file) => path.join(folder, file)),
    );
    expect(chain).toMatchObject({
      steps: { deriv: {}, limit: { secrets: true }, checkpoint: { outputs: ['results.json'] } },
    });
    expect(loop).toMatchObject({
      steps: {
        limit: {
          exec: expect.stringMatching(
            /^source script_reana\.sh pchain_ZZ____idds___num_run___ user\.jdoe\.wf_000_deriv\.___idds___num_run___\S+ --var MASS=___idds___user_mass___$/,
          ) as string,
        },
      },
    });
    expect(await checkChain(folder, 'chain.cwl')).toMatchObject([{ rule: 'automatic-retry' }]);
    expect(await checkChain(folder, 'loop.cwl')).toEqual([]);
  });

  it.each(['docs/pchain.md', 'docs/image.md'])('are read as %s shows them', async (file) => {
    const page = await readFile(path.join(repository, file), 'utf8');
    const steps = [...page.matchAll(/^```yaml\n( {2}\w+:\n {4}run: reana\n[^]*?)```$/gm)];
    expect(steps).toHaveLength(2);
    for (const [, step] of steps) {
      const name = /^ {2}(\w+):/.exec(step ?? '')?.[1] ?? '';
      const before = rightChain.slice(0, rightChain.indexOf('  limit:'));
      const text = before.replace('limit/outDS', `${name}/outDS`) + (step ?? '');
      const answer = await readText(text);
      expect(answer).toHaveProperty(`steps.${name}.secrets`, true);
      const folder = await temporaryFolder({ 'chain.cwl': text });
      const findings = await checkChain(folder, 'chain.cwl');
      expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    }
  });
});
