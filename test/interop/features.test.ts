/** Features are judged as REANA's own reader of them judges, step form by step form. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeRun, usageOf } from '../features/fake-evidence.ts';
import { featureOf, unknownSteps, verdicts } from '../features/verdicts.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { requirePeer } from './peers.ts';

describe('the reader of reana-commons', () => {
  it('comes to the verdicts that ours is held to', async () => {
    const all = featureOf(verdicts.map(([step]) => step));
    const [found] = await judge([all]);
    expect(verdicts.map(([step], index) => [step, (found as string[])[index]])).toEqual(verdicts);
  });

  it('knows no more steps than ours', async () => {
    const found = await judge(unknownSteps.map((step) => featureOf([step])));
    expect(found).toEqual(unknownSteps.map(() => 'unknown'));
  });
});

/** @returns for each feature the verdicts on its scenarios, or `unknown` */
async function judge(features: readonly string[]): Promise<(readonly string[] | string)[]> {
  const programs = await requirePeer('reana-client-next');
  const named = features.map((content, index) => [`${index}.feature`, content] as const);
  const folder = await temporaryFolder(Object.fromEntries(named));
  const child = spawn(
    path.join(programs, 'python'),
    [path.join(import.meta.dirname, 'features.py')],
    { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  child.stdin.end(
    JSON.stringify({
      features: named.map(([name]) => name),
      run: fakeRun,
      usage: usageOf(fakeRun),
    }),
  );
  return JSON.parse(await text(child.stdout)) as (readonly string[] | string)[];
}
