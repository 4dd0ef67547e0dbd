import { expect, it } from 'vitest';
import { lintAnalysis } from '../../../src/lint/lint.ts';
import { lateHints, readsHint } from '../../../src/lint/kit/hint-reader.ts';
import { hintKinds } from '../../../src/lint/kit/hint.ts';
import { serverGenerations } from '../../../src/specification/server-generation.ts';
import { workflowTypes } from '../../../src/reana/types.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

it('the table speaks of hints that exist', () => {
  expect(lateHints.filter((name) => !hintKinds.has(name))).toEqual([]);
});

it('engines read no hint of an older generation less', () => {
  for (const engine of workflowTypes) {
    for (const hint of hintKinds.keys()) {
      const read = serverGenerations.map((generation) => readsHint({ engine, generation }, hint));
      expect(read, `${engine} ${hint}`).toEqual(read.toSorted());
    }
  }
});

it.each([
  ['serial', 'unpacked_img', ['0.95', 'next']],
  ['yadage', 'unpacked_img', ['0.9', '0.95', 'next']],
  ['yadage', 'c4p_cpu_cores', ['0.95', 'next']],
  ['cwl', 'kubernetes_memory_request', ['0.95', 'next']],
  ['cwl', 'htcondor_request_disk', []],
  ['snakemake', 'kubernetes_memory_limit', ['0.9', '0.95', 'next']],
] as const)('the %s engine reads %s from servers %j', (engine, hint, expected) => {
  const reading = serverGenerations.filter((generation) => readsHint({ engine, generation }, hint));
  expect(reading).toEqual(expected);
});

it.each([
  ['0.9', 'kubernetes_cpu_request: 500m', 'warning newer-hint'],
  ['0.9', 'kubernetes_cpu_request: half a core', 'warning newer-hint'],
  ['0.95', 'kubernetes_cpu_request: half a core', 'error cpu-format'],
  ['0.9', 'unpacked_img: true', 'warning newer-hint'],
] as const)('lint for %s tells of %s: %s', async (generation, hint, expected) => {
  const specification = `outputs: {files: [a]}
workflow:
  type: serial
  specification:
    steps:
      - environment: debian:12
        kubernetes_memory_limit: 1Gi
        ${hint}
        commands: [touch a]
`;
  const root = await temporaryFolder({ 'reana.yaml': specification });
  const findings = await lintAnalysis(root, 'reana.yaml', { cluster: { generation } });
  expect(findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([expected]);
});
