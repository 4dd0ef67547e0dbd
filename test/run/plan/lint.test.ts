import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/run/event.ts';
import type { Host } from '../../../src/run/host.ts';
import { lintBeforeRun } from '../../../src/run/plan/lint.ts';
import { errorOf, serialWorkflow, specificationFrom } from '../../specification/analysis.ts';

async function lint(text: string): Promise<{ error: unknown; warnings: string[] }> {
  const warnings: string[] = [];
  const announce = (event: RunEvent) => {
    if (event.kind === 'warning') warnings.push(event.message);
  };
  const host = { announce } as Host;
  const checked = lintBeforeRun(specificationFrom(text), host);
  const error: unknown = await checked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { error, warnings };
}

describe('lint before a run', () => {
  it('lets a good analysis pass without a word', async () => {
    expect(await lint(serialWorkflow)).toEqual({ error: undefined, warnings: [] });
  });

  it('announces warnings with their rule', async () => {
    const { error, warnings } = await lint(serialWorkflow.replace('python:3.12', 'python'));
    expect(error).toBeUndefined();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^reana\.yaml:7:22: .* \[image-tag\]$/);
  });

  it('stops at errors, with exit code 4', async () => {
    const text = serialWorkflow.replace('python fit.py', 'echo $HOME');
    const error = await errorOf(async () => {
      throw (await lint(text)).error;
    });
    expect(error).toMatchObject({
      exitCode: 4,
      message: 'reana.yaml would fail on REANA',
      findings: [{ rule: 'serial-placeholder', line: 9 }],
    });
  });
});
