import Docker from 'dockerode';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { runInImage } from './container.ts';
import { image, revision } from './image.ts';

describe('the image', () => {
  it('starts what it is told to, and shows help otherwise', async () => {
    const { Config: config } = await new Docker().getImage(image).inspect();
    expect(config.Entrypoint).toBeNull();
    expect(config.Cmd).toEqual(['reana-ci', '--help']);
    expect(config.User).toBe('');
    const { exitCode, stdout } = await runInImage(['reana-ci', '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Usage: reana-ci/);
  });

  it('has an environment that no shell can misread', async () => {
    const { Config: config } = await new Docker().getImage(image).inspect();
    expect(config.Env.map((line) => line.split('=')[0])).toEqual(['PATH', 'LANG']);
    for (const line of config.Env) expect(line).toMatch(/^[A-Z]+=[A-Za-z0-9/:._-]+$/);
    expect(Object.keys(config.Labels)).toEqual(
      expect.arrayContaining([
        'org.opencontainers.image.licenses',
        'org.opencontainers.image.revision',
        'org.opencontainers.image.version',
      ]),
    );
  });

  it('has the tools that scripts call, and a sh that knows source', async () => {
    const tools = 'bash git tar gzip sed cut tr grep curl cat env reana-ci reana-client node';
    const { exitCode, stdout, stderr } = await runInImage([
      'sh',
      '-euc',
      `echo 'echo "sourced $1"' > /tmp/x.sh; source /tmp/x.sh well; for tool in ${tools}; do command -v $tool >/dev/null; done
       test -s /etc/ssl/certs/ca-certificates.crt; for folder in /srv /cvmfs /alrb /scratch /home; do test -d $folder; done
       git --version >/dev/null; curl --version >/dev/null`,
    ]);
    expect(stderr).toBe('');
    expect(stdout).toBe('sourced well\n');
    expect(exitCode).toBe(0);
  });

  it.each([
    ['an unknown user', '12345:12345', {}],
    ['an unknown user of the group root', '12345:0', {}],
    ['a home that may not be read', '12345:12345', { HOME: '/root' }],
    ['a home that is not there', '12345:12345', { HOME: '/nonexistent' }],
    ['root', '0:0', {}],
  ])('runs for %s', async (_who, user, environment) => {
    const options = { user, environment };
    for (const program of ['reana-ci', 'reana-client']) {
      const { exitCode, stdout, stderr } = await runInImage([program, '--version'], options);
      expect({ exitCode, stdout, stderr }).toEqual({
        exitCode: 0,
        stdout: `${packageJson.version} (${revision.slice(0, 12)})\n`,
        stderr: '',
      });
    }
    const cloned = await runInImage(
      [
        'sh',
        '-euc',
        'cd /tmp; git init -q a; git clone -q a b 2>/dev/null; git -C b rev-parse --git-dir',
      ],
      options,
    );
    expect(cloned).toMatchObject({ exitCode: 0, stdout: '.git\n' });
  });

  it('draws SVG plots', async () => {
    const { exitCode, stdout, stderr } = await runInImage(
      [
        'sh',
        '-c',
        'ulimit -v 4000000; node --wasm-max-mem-pages=4096 --disable-wasm-trap-handler /usr/local/lib/reana-ci/svg-to-png.js | head -c 4',
      ],
      {
        stdin: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="6"><text>σ</text></svg>',
      },
    );
    expect(stderr).toBe('');
    expect(stdout).toMatch(/PNG$/);
    expect(exitCode).toBe(0);
  });

  it('needs little virtual memory', async () => {
    const { exitCode, stdout, stderr } = await runInImage(
      ['sh', '-c', 'ulimit -v 4000000; reana-client ping'],
      { environment: { REANA_SERVER_URL: 'http://127.0.0.1:1', REANA_ACCESS_TOKEN: 'x' } },
    );
    // It has come as far as looking for the server, through WebAssembly of the HTTP client.
    expect(stderr).toContain('127.0.0.1:1 refused the connection');
    expect(stdout).toContain('INVALID SERVER');
    // As the real one ends then.
    expect(exitCode).toBe(1);
  });
});
