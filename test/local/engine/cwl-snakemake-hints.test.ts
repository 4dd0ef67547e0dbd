import { expect, it } from 'vitest';
import { jobHints } from '../../../src/local/engine/program/hints.ts';

it.each([
  ['8192', 8192],
  ['500M', 500e6],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['2Ki', 2048],
  ['1T', 1e12],
])('jobHints reads the memory limit %s', (text, bytes) => {
  expect(jobHints({ kubernetes_memory_limit: text })).toEqual({ memoryLimit: bytes });
});

it.each(['8GB', '8 Gi', '8gi', '.5Gi', ''])('jobHints drops the memory limit %j', (text) => {
  expect(jobHints({ kubernetes_memory_limit: text })).toEqual({});
});

it('jobHints takes over what REANA knows and drops the rest', () => {
  expect(
    jobHints({
      kubernetes_uid: 500,
      kubernetes_job_timeout: '60',
      compute_backend: 'kubernetes',
      voms_proxy: true,
      rucio: true,
      kerberos: false,
      mem_mb: 1000,
    }),
  ).toEqual({
    kubernetesUid: 500,
    timeout: 60,
    computeBackend: 'kubernetes',
    vomsProxy: true,
    rucio: true,
    kerberos: false,
  });
});
