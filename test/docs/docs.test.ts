import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/commands/program.ts';
import { createShell } from '../../src/base/shell.ts';
import { createTestEdge } from '../commands/call.ts';
import { blocksOf, readBlocks } from './code-blocks.ts';
import { runnable, tryBlock } from './try-blocks.ts';

const blocks = readBlocks();
const hasPython = (await createShell()`python3 --version`).exitCode === 0;

/** What a block may need that no test has. */
const outOfReach = [
  'a REANA server',
  'a container engine',
  'a second terminal',
  'Apptainer and the network',
  'CVMFS',
  'GitLab',
  'PanDA',
  'Podman',
  'the network',
];
/** What a block may ask for; `Docker` is for test/image, all others but `REANA` for test/interop. */
const equipment = [
  'Docker',
  'REANA',
  'cwltool',
  'hzz',
  'npm',
  'reana-client-0.9',
  'release',
  'snakemake',
];

describe('the code blocks of the pages', () => {
  it('are found', () => {
    expect(blocks.length).toBeGreaterThan(60);
    expect(runnable(blocks, () => true).length).toBeGreaterThan(15);
  });

  it('say what language they are in', () => {
    expect(blocks.filter(({ language }) => language === '').map(placeOf)).toEqual([]);
  });

  it('are run as printed, or say what they need, where they hold commands', () => {
    const silent = blocks.filter(({ language, trial }) => isShell(language) && trial === undefined);
    expect(silent.map(placeOf)).toEqual([]);
  });

  it('hide no commands in another language', () => {
    const command =
      /^(sudo |\$ )?(reana-ci|reana-client|npm|npx|node|docker|podman|apptainer|pchain|git|curl|pip|python3?|sh) /m;
    const hidden = blocks.filter(
      ({ language, code, place }) =>
        ['text', 'console', 'csv'].includes(language) &&
        command.test(code) &&
        // An example of the output, with the command that made it.
        !place.startsWith('docs/scan.md'),
    );
    expect(hidden.map(placeOf)).toEqual([]);
  });

  it('say it in words that are known here', () => {
    const wrong = blocks.filter(({ trial }) => {
      if (trial === undefined) return false;
      if (trial.kind === 'unknown') return true;
      if (trial.kind === 'needs') return !outOfReach.includes(trial.what);
      return trial.equipment.some((item) => !equipment.includes(item));
    });
    expect(wrong.map(placeOf)).toEqual([]);
  });

  it('would not pass unmarked', () => {
    const [block] = blocksOf('page.md', 'Text:\n\n```sh\nreana-ci run\n```\n');
    expect(block).toMatchObject({ language: 'sh', code: 'reana-ci run\n', trial: undefined });
    const [wrong] = blocksOf('page.md', '<!-- runs in x -->\n\n```sh\nreana-ci run\n```\n');
    expect(wrong?.trial).toEqual({ kind: 'unknown', text: 'runs in x' });
  });
});

describe('a usage line', () => {
  const usages = blocks
    .filter(({ language }) => language === 'usage')
    .flatMap(({ code, place }) =>
      code
        .trim()
        .split('\n')
        .map((line) => [line, place] as const),
    );

  it('is there for the commands', () => {
    expect(usages.length).toBeGreaterThan(15);
  });

  it.each(usages)('"%s" names a command and options that exist (%s)', async (line) => {
    const words = line.split(' ').slice(1);
    let command = await createProgram(createTestEdge({}), words);
    for (const word of words) {
      const next = command.commands.find((one) => one.name() === word);
      if (next === undefined) break;
      command = next;
    }
    expect(command.name()).not.toBe('reana-ci');
    const options = [...line.matchAll(/--[a-z-]+/g)].map(([option]) => option);
    const known = command.options.map(({ long }) => long);
    expect(options.filter((option) => !known.includes(option))).toEqual([]);
  });
});

describe.skipIf(!hasPython)('a command block', () => {
  const mine = runnable(blocks, (items) => items.every((item) => item === 'REANA'));

  it.concurrent.for(mine.map((one) => [one.block.place, one] as const))(
    'works as %s prints it',
    async ([, { block, trial }], { onTestFinished: atEnd }) => {
      await tryBlock(block, trial, { atEnd });
    },
  );
});

function isShell(language: string): boolean {
  return ['sh', 'bash', 'shell', 'console'].includes(language);
}

function placeOf({ place, language, trial }: (typeof blocks)[number]): string {
  return `${place} ${language} ${JSON.stringify(trial ?? '')}`;
}
