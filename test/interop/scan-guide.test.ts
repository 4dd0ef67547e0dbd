/** Runs the loop of docs/scan.md, in which a program asks for the next points. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import type { PointResult } from '../../src/results/scan/point-result.ts';
import { startReana } from '../embedded-reana.ts';
import { launcher } from '../program.ts';
import { fitAnalysis } from '../scan/mass-analysis.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const page = path.resolve(import.meta.dirname, '../../docs/scan.md');

/** The limit falls steeply at a mass of 420. */
const analysis = {
  ...fitAnalysis('awk "BEGIN { print 1 / (1 + exp((${mass} - 420) / 20)) }" > limit.txt', {
    parameters: { mass: 300 },
  }),
  '.reana-ci.yml': JSON.stringify({
    metrics: [{ label: 'Upper limit', file: 'limit.txt', pattern: '([-+.0-9e]+)' }],
  }),
  'points.csv': 'mass\n300\n500\n',
};

async function blockOf(language: string, marker: string): Promise<string> {
  const blocks = (await readFile(page, 'utf8')).matchAll(/^```(\w*)\n([^]*?)^```$/gm);
  for (const [, itsLanguage, code = ''] of blocks) {
    if (itsLanguage === language && code.includes(marker)) return code;
  }
  throw new Error(`docs/scan.md has no block of ${language} with ${marker}.`);
}

it('finds the steep part of a curve, and runs no point twice', async () => {
  const reana = await startReana();
  const cwd = await temporaryFolder({
    ...analysis,
    'next_points.py': await blockOf('python', 'next_points.py'),
  });
  const programs = await temporaryFolder({
    'reana-ci': launcher,
    python: '#!/bin/sh\nexec python3 "$@"\n',
  });
  for (const name of ['reana-ci', 'python']) await chmod(path.join(programs, name), 0o755);
  const child = spawn('bash', ['-euc', await blockOf('sh', 'next_points.py')], {
    cwd,
    env: { PATH: `${programs}:${process.env.PATH ?? ''}`, ...reana.variables },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [log] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect({ exitCode: child.exitCode, log }).toMatchObject({ exitCode: 0 });
  expect(log).toContain('5 points, 4 of them here already');

  const results = JSON.parse(
    await readFile(path.join(cwd, 'scan/scan.json'), 'utf8'),
  ) as PointResult[];
  const masses = results.map(({ inputs }) => Number(inputs.parameters?.mass));
  expect(masses).toEqual([300, 500, 400, 450, 425]);
  expect(await reana.client.listRuns()).toHaveLength(5);
});
