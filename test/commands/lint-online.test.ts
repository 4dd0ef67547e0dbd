/** `reana-ci lint --online`: what the server knows, and what it says itself. */
import { describe, expect, it } from 'vitest';
import { registerLint } from '../../src/commands/lint.ts';
import type { ServerGeneration } from '../../src/specification/server-generation.ts';
import { startReana, type Reana } from '../embedded-reana.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { call, type Called } from './call.ts';

const serial = `outputs: {files: [a]}
workflow:
  type: serial
  resources: {rucio: true}
  specification:
    steps: [{environment: 'python:3.12', commands: [ls], kubernetes_memory_limit: 1Gi}]
`;

async function lintAt(
  { variables }: Reana,
  files: Record<string, string>,
  ...options: readonly string[]
): Promise<Called> {
  const cwd = await temporaryFolder(files);
  const env = { PATH: '/usr/bin:/bin', ...variables };
  return call(registerLint, ['lint', '--online', ...options], env, { cwd });
}

describe('reana-ci lint --online', () => {
  it.each<[ServerGeneration, boolean]>([
    ['0.9', true],
    ['0.95', false],
    ['next', false],
  ])('knows what a server %s does not read', async (generation, isTold) => {
    const reana = await startReana({ generation });
    const { stdout } = await lintAt(reana, { 'reana.yaml': serial });
    expect(stdout.includes('error: servers 0.9 do not read workflow.resources.rucio')).toBe(isTold);
    expect(stdout).toContain('error: rucio of the workflow lacks secrets');
  });

  it('believes --generation more than the server', async () => {
    const reana = await startReana({ generation: '0.9' });
    const { stdout } = await lintAt(reana, { 'reana.yaml': serial }, '--generation', '0.95');
    expect(stdout).not.toContain('newer-key');
  });

  it('lets a server of the next generation check the bundle, and makes no run', async () => {
    const errors = [
      { code: 'image_not_allowed', message: 'Image not allowed: python:3.12', path: '' },
      { code: 'load', message: 'reana.yaml:6:13: cannot be loaded', path: '' },
    ];
    const warnings = [{ code: 'parameters', message: 'a', path: 'workflow.specification.steps.0' }];
    const report = { valid: false, errors, warnings, environments: [] };
    const reana = await startReana({
      generation: 'next',
      hooks: {
        onSend: (request, _reply, payload) =>
          Promise.resolve(request.url.includes('/validate') ? JSON.stringify(report) : payload),
      },
    });
    const { stdout, error } = await lintAt(reana, {
      'reana.yaml': serial.replace('rucio: true', ''),
    });
    expect(error).toMatchObject({ exitCode: 4 });
    expect(stdout.split('\n').filter((line) => line.endsWith('[server]'))).toEqual([
      'reana.yaml:3:3: error: the server says: Image not allowed: python:3.12 [server]',
      'reana.yaml:6:13: error: the server says: cannot be loaded [server]',
      'reana.yaml:6:13: warning: the server says: a [server]',
    ]);
    expect(await reana.client.listRuns()).toEqual([]);
  });

  it('does not repeat what the server says as lint does, and keeps to its settings', async () => {
    const reana = await startReana({ generation: 'next' });
    const files = { 'reana.yaml': serial.replace('python:3.12', 'Python:3.12') };
    const { stdout } = await lintAt(reana, files);
    expect(stdout).toContain('[image-name]');
    expect(stdout).not.toContain('[server]');
    const rules = '{image-name: off, server: off}';
    const silent = { ...files, '.reana-ci.yml': `lint: {rules: ${rules}}\n` };
    expect((await lintAt(reana, silent)).stdout).not.toContain('Python');
  });

  it('says that the server was not asked when the bundle cannot be made', async () => {
    const reana = await startReana({ generation: 'next' });
    const { stdout } = await lintAt(reana, {
      'reana.yaml': serial.replace('outputs', 'inputs: {files: [gone.py]}\noutputs'),
    });
    expect(stdout).toContain('info: the server was not asked: 1 input of reana.yaml');
  });
});
