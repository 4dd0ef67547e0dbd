import { describe, expect, it } from 'vitest';
import { lintAnalysis } from '../../../src/lint/lint.ts';
import { clusterLimits } from '../../../src/run/plan/cluster-limits.ts';
import type { ClusterInfo } from '../../../src/reana/types.ts';
import { startReana } from '../../embedded-reana.ts';
import { makeAnalysis, specification, tryRun } from '../fake-analysis.ts';
import { type FakeOptions, fakeReana } from '../fake-reana.ts';

const small: ClusterInfo = {
  computeBackends: ['kubernetes'],
  maximumMemoryLimit: '1Gi',
  raw: {},
};

/** An analysis whose step has these lines, too. */
async function runWith(lines: readonly string[], client: FakeOptions['client'], lint = true) {
  const text = specification.replace(
    '        commands',
    lines.map((line) => `        ${line}\n`).join('') + '        commands',
  );
  const cwd = await makeAnalysis({ 'fit/reana.yaml': text });
  const reana = fakeReana({
    outputs: { 'limits/a.json': '{}' },
    client: { info: () => Promise.resolve(small), ...client },
  });
  const { outcome, host } = await tryRun(reana, { cwd, settings: { lint } });
  return { cwd, outcome, host, calls: reana.calls };
}

describe('before anything is sent, a run is compared with the cluster, which', () => {
  it('has no such compute backend and less memory: both are told, and no run is made', async () => {
    const lines = ['compute_backend: slurmcern', 'kubernetes_memory_limit: 8Gi'];
    const { outcome, calls, cwd } = await runWith(lines, {});
    expect(outcome.error).toMatchObject({ code: 'specification', exitCode: 4 });
    expect(outcome.record.status).toBe('not-submitted');
    expect(calls).toEqual([]);
    const { findings = [] } = outcome.error as { findings?: { rule: string }[] };
    expect(findings.filter(({ rule }) => rule.startsWith('cluster-'))).toMatchObject([
      { rule: 'cluster-backend', file: 'reana.yaml', line: 11 },
      { rule: 'cluster-memory', file: 'reana.yaml', line: 12 },
    ]);
    const online = await lintAnalysis(`${cwd}/fit`, 'reana.yaml', {
      cluster: clusterLimits(small, undefined),
    });
    expect(online).toEqual(expect.arrayContaining(findings));
  });

  it('gives what is asked for: nothing is told', async () => {
    const { outcome, host } = await runWith(['kubernetes_memory_limit: 1Gi'], {});
    expect(outcome.error).toBeUndefined();
    expect(host.events.filter(({ kind }) => kind === 'warning')).toEqual([]);
  });

  it('passes over a hint that newer ones read: a warning', async () => {
    const user = () =>
      Promise.resolve({ email: 'ada@example.org', serverVersion: '0.9.4', quota: {} });
    const { outcome, host } = await runWith(['kubernetes_cpu_limit: "2"'], { user });
    expect(outcome.error).toBeUndefined();
    expect(host.events.filter(({ kind }) => kind === 'warning')).toMatchObject([
      { message: expect.stringContaining('[newer-hint]') as string },
    ]);
  });

  it('is not asked about by somebody who wants no lint', async () => {
    const { outcome } = await runWith(['kubernetes_memory_limit: 8Gi'], {}, false);
    expect(outcome.error).toBeUndefined();
  });
});

it('a server that fails to tell its limits gets the run all the same, and soon', async () => {
  let asked = 0;
  const real = await startReana({
    hooks: {
      onSend: (request, reply) => {
        if (!request.url.startsWith('/api/info')) return Promise.resolve();
        asked += 1;
        reply.code(500).type('application/json');
        return Promise.resolve('{"message": ""}');
      },
    },
  });
  const info = (signal?: AbortSignal) => real.client.info(signal);
  const { outcome, host } = await runWith([], { info });
  expect(outcome.error).toBeUndefined();
  expect(host.events.filter(({ kind }) => kind === 'warning')).toMatchObject([
    { message: expect.stringMatching(/answered 500.*limits of the cluster/s) as string },
  ]);
  expect(asked).toBe(4);
});
