/**
 * Properties that hold whatever goes wrong: every boundary with every fault, and seeded stories of several faults in
 * simulated time. `FAULTS=all` tells a hundred thousand of them; without it, a fixed share.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const program = path.resolve(import.meta.dirname, 'simulate.ts');
const all = process.env.FAULTS === 'all';
const stories = all ? 100_000 : 700;

function simulate(...arguments_: string[]): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...arguments_]);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('close', (status) => {
      resolve({ status, output });
    });
  });
}

describe('one live run, right bytes, no harm, an end', () => {
  it('holds at every boundary for every fault', { timeout: 600_000 }, async () => {
    const { status, output } = await simulate('--table');
    expect(output).toMatch(/^\d{4} cells, 0 with violations\n$/);
    expect(status).toBe(0);
  });

  it(`holds in ${stories} stories`, { timeout: all ? 7_200_000 : 600_000 }, async () => {
    const { status, output } = await simulate('--seeds', `1..${stories}`);
    expect(output).toContain(`${stories} stories, 0 with violations`);
    expect(status).toBe(0);
  });

  it('is told the same each time of the same seed', { timeout: 120_000 }, async () => {
    const [first, second] = await Promise.all([simulate('--seed', '7'), simulate('--seed', '7')]);
    expect(first.output).toContain('codes: ');
    expect(second).toEqual(first);
  });

  it('is more than these tests can take for granted', { timeout: 120_000 }, async () => {
    const { output } = await simulate('--crowd');
    expect(output).toMatch(/^200 jobs, 0 lost, 0 doubled, /);
  });
});
