/** Outputs whose names are bytes that are no text, on the embedded REANA, which lists them as REANA does. */
import { describe, expect, it } from 'vitest';
import { startReana } from '../../embedded-reana.ts';
import { makeAnalysis, tryRun } from '../fake-analysis.ts';
import { delay } from '../../../src/base/delay.ts';

const specification = `version: 0.9.0
workflow:
  type: serial
  specification:
    steps:
      - name: fit
        environment: docker.io/library/python:3.12
        commands:
          - mkdir -p limits && echo 1 > limits/good.txt && printf 'limits/caf\\351.txt' | xargs touch
outputs:
  directories: [limits]
`;

describe('an output whose name is not UTF-8', () => {
  it('is named as missing, and the others come', async () => {
    const { client } = await startReana();
    const cwd = await makeAnalysis({ 'fit/reana.yaml': specification });
    const { outcome } = await tryRun(
      { client, calls: [], runs: new Map() },
      { cwd, options: { input: [], noLint: true }, tools: { delay, now: Date.now } },
    );
    expect(outcome.record.files.map(({ path }) => path)).toEqual(['limits/good.txt']);
    expect(outcome.record.exitCode).toBe(7);
    expect(outcome.error?.message).toContain('caf\\udce9.txt');
  });
});
