import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { createShell } from '../src/base/shell.ts';
import { startProgram } from './program.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('the command line', () => {
  it('tells its version, and the commit it was made from', async () => {
    const { stdout, code } = await start(['--version']).ended;
    const git = await createShell()`git rev-parse --short=12 HEAD`;
    const commit = git.exitCode === 0 ? ` (${git.stdout.trim()})` : '';
    expect({ stdout: stdout.replace('-dirty', ''), code }).toEqual({
      stdout: `${packageJson.version}${commit}\n`,
      code: 0,
    });
  });

  it.each([[['--help']], [['help', 'run']]])('helps: %j', async (arguments_) => {
    const { stdout, code } = await start(arguments_).ended;
    expect(stdout).toContain('Usage: reana-ci');
    expect(code).toBe(0);
  });

  it.each([
    [['launch']],
    [['list', '--limit', 'x']],
    [['status', '--colour']],
    [['status', 'a', 'b']],
    [[]],
  ])('ends with 4 on wrong use: %j', async (arguments_) => {
    const { stderr, stdout, code } = await start(arguments_).ended;
    expect(stderr).not.toBe('');
    expect(stdout).toBe('');
    expect(code).toBe(4);
  });

  it('shows an expected error without a stack, and its exit code says who has to act', async () => {
    const env = { REANA_SERVER_URL: 'http://127.0.0.1:9' };
    const { stderr, code } = await start(['ping'], env).ended;
    expect(stderr).toMatch(/^error: No REANA token: .*\nhint: .*\n$/);
    expect(code).toBe(5);
  });

  it('shows no secret of its environment, wherever it turns up', async () => {
    const env = { REANA_SERVER_URL: 'nonsense-s3cret-token', REANA_ACCESS_TOKEN: 's3cret-token' };
    const { stderr, code } = await start(['ping'], env).ended;
    expect(stderr).toContain('nonsense-[hidden]');
    expect(stderr).not.toContain('s3cret-token');
    expect(code).toBe(4);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends with the code of %s', async (signal, expected) => {
    const { env, asked } = await startSilentServer();
    const running = start(['ping'], env);
    await asked;
    running.child.kill(signal);
    const { stderr, code } = await running.ended;
    expect(stderr).toBe(`Interrupted by ${signal}.\n`);
    expect(code).toBe(expected);
  });

  it('serves the embedded REANA until it is interrupted, and hands out its token', async () => {
    const state = await temporaryFolder({});
    const first = start(['local', '--state', state, '--executor', 'process', '--json']);
    const printed = await first.printed('}\n');
    const { url, token } = JSON.parse(printed) as { url: string; token: string };
    const env = { REANA_SERVER_URL: url, REANA_ACCESS_TOKEN: token };
    expect(await start(['ping'], env).ended).toMatchObject({ code: 0, stderr: '' });
    first.child.kill('SIGINT');
    expect(await first.ended).toMatchObject({ code: 0 });

    const again = start(['local', '--state', state, '--executor', 'process'], env);
    expect(await again.printed('REANA_ACCESS_TOKEN')).toContain(
      `export REANA_ACCESS_TOKEN='${token}'\n`,
    );
  });

  it('keeps quiet when its reader goes away', async () => {
    const running = start(['--help']);
    running.child.stdout.destroy();
    const { stderr, code } = await running.ended;
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });
});

/** Starts the program; `printed` waits until its output holds a text, `ended` for its end. */
function start(arguments_: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = startProgram(arguments_, {
    env: { HOME: '/nonexistent', ...env },
    mayPrint: arguments_[0] === 'local' ? ['REANA_ACCESS_TOKEN'] : [],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  return {
    child,
    async printed(wanted: string): Promise<string> {
      while (!stdout.includes(wanted)) await once(child.stdout, 'data');
      return stdout;
    },
    ended: once(child, 'close').then(([code]) => ({ stdout, stderr, code: code as number | null })),
  };
}

/** A server that takes a request and never answers. */
async function startSilentServer() {
  const { promise: asked, resolve: tell } = Promise.withResolvers<undefined>();
  const server = createServer(() => {
    tell(undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    env: { REANA_SERVER_URL: `http://127.0.0.1:${port}`, REANA_ACCESS_TOKEN: 'token-of-the-test' },
    asked,
  };
}
