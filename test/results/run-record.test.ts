import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createRedact } from '../../src/base/redact.ts';
import { readRunRecord, type RunRecord, writeRunRecord } from '../../src/results/run-record.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const record: RunRecord = {
  version: 1,
  analysis: 'recast-zz',
  specification: 'reana.yaml',
  server: 'https://reana.example.org',
  id: '0190c6a0-0000-4000-8000-000000000000',
  name: 'recast-zz.3',
  digest: 'ab'.repeat(32),
  status: 'finished',
  reattached: false,
  inputs: { datasets: ['mc23:signal'], variables: { MASS: '750' } },
  timings: { begun: '2026-01-31T12:00:00Z' },
  steps: [{ name: 'limit', status: 'finished', image: 'python:3.12', command: 'true' }],
  files: [{ path: 'limit_stage/output.json', size: 2, sha256: '00' }],
  missing: [],
  exitCode: 0,
};

describe('the run record', () => {
  it('is read back as it was written', async () => {
    const file = path.join(await temporaryFolder({}), 'run.json');
    await writeRunRecord(record, file);
    expect(await readRunRecord(file)).toEqual(record);
  });

  it('holds no secret, whichever characters the secret has', async () => {
    const file = path.join(await temporaryFolder({}), 'run.json');
    const secret = 'quote"d\\secret';
    const error = { code: 'internal', message: `failed with ${secret}` };
    await writeRunRecord({ ...record, error }, file, createRedact([secret]));
    const text = await readFile(file, 'utf8');
    expect(text).toContain('failed with [hidden]');
    expect(text).not.toContain('secret');
  });

  it.each([
    ['nothing', undefined, 'cannot be read'],
    ['no JSON', '{', 'it is not JSON'],
    ['a bare number', '7', 'it is no object'],
    ['another document', '[]', '"version" is'],
    ['a record of the future', JSON.stringify({ ...record, version: 2 }), '"version" is'],
    [
      'a wrong place deep inside',
      JSON.stringify({ ...record, files: [{ path: 1 }] }),
      '"files.0.path"',
    ],
  ])('refuses %s', async (_what, content, message) => {
    const folder = await temporaryFolder(content === undefined ? {} : { 'run.json': content });
    const reading = readRunRecord(path.join(folder, 'run.json'));
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toHaveProperty('name', 'ReanaCiError');
  });
});
