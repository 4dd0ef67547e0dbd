/**
 * An analysis that knows every secret of the victim, in every form, and puts them wherever it can: into names, logs,
 * metrics, missing outputs and mistakes. Nothing of it is printed, written or sent.
 */
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Canaries, canariesIn, findLeaks, findLeaksBelow } from '../canaries.ts';
import { filesOf, makePandaJob, runPayload } from '../commands/panda-job.ts';
import { startReana } from '../embedded-reana.ts';
import { accessToken, jobToken, startGitlabServer } from '../gitlab-server/gitlab-server.ts';
import { jobEnvironment } from '../hosts/gitlab/job-environment.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runThere } from './victim.ts';

const pem = `-----BEGIN PRIVATE KEY-----
MIIEcanaryPEM0first0line0QEAAoIBAQC7
AASCcanaryPEM0second0line+/7VJTUt9Us
-----END PRIVATE KEY-----
`;

const variables = {
  GITLAB_TOKEN: accessToken,
  CI_JOB_TOKEN: jobToken,
  GITHUB_PAT: 'canary-github-pat-1b2c3d',
  SSH_KEY: pem,
  DOCKER_AUTH_CONFIG: '{"auths":{"r.example":{"auth":"canaryDockerAuth+/4e5f"}}}',
  DB_PWD: 'canary db pwd/6a7b&c',
  EOS_CREDENTIALS: 'canary-eos-credentials-8c9d',
  CHAT_WEBHOOK_URL: 'https://chat.example/canary-webhook-0e1f',
  TOKEN2: 'canary-token-two-2a3b',
  VOMSPROXY_PASS: 'canary-pass-phrase-4c5d',
};
const inFiles = {
  'the file': 'canary-of-the-secret-file-6e7f',
  'the PEM file': pem.replaceAll('canary', 'inFile'),
};

/** Every secret in every form, one a line. */
function all(canaries: Canaries): string[] {
  return Object.values(canaries).flatMap((value) =>
    value
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('-----'))
      .flatMap((line) => [
        line,
        encodeURIComponent(line),
        Buffer.from(line).toString('hex'),
        Buffer.from(line).toString('hex').toUpperCase(),
        ...['', 'a', 'ab', 'user:'].flatMap((before) => {
          const bytes = Buffer.from(`${before}${line}, and more`);
          return [bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')];
        }),
        `{"password": ${JSON.stringify(line)}}`,
      ]),
  );
}

/** A repository that says all of `canaries`. */
function hostile(canaries: Canaries): Record<string, string> {
  const [token = '', ...rest] = Object.values(canaries).map(
    (value) => value.split('\n').at(-2) ?? value,
  );
  const specification = {
    inputs: { files: ['leak.txt'], parameters: { greeting: rest[0] ?? '', a: 1 } },
    workflow: {
      type: 'serial',
      specification: {
        steps: [
          {
            name: `step-${token}`,
            environment: `docker.io/library/${token}:3`,
            commands: [
              'cat leak.txt',
              'cat leak.txt >&2; cp leak.txt limit.txt; echo 1 > n.txt; exit ${a}',
            ],
          },
        ],
      },
    },
    outputs: { files: ['limit.txt', 'n.txt', `missing-${token}.txt`] },
  };
  return {
    'reana.yaml': JSON.stringify(specification),
    'leak.txt': `${all(canaries).join('\n')}\n`,
    '.reana-ci.yml': JSON.stringify({
      metrics: [{ label: `Yield ${token}`, file: 'n.txt', pattern: '(.*)', unit: token }],
      pictures: [`${token}.png`],
      [token]: 1,
    }),
    'secret.txt': inFiles['the file'],
    'key.pem': inFiles['the PEM file'],
  };
}

function withoutFiles(canaries: Canaries): Canaries {
  return Object.fromEntries(Object.entries(canaries).filter(([slot]) => !(slot in inFiles)));
}

async function createWorld() {
  const reana = await startReana();
  const gitlab = await startGitlabServer();
  onTestFinished(() => gitlab.close());
  const env = { ...variables, ...reana.variables, REANA_CI_LINT: 'false' };
  const canaries = { ...canariesIn(env), DOCKER_AUTH_CONFIG: 'canaryDockerAuth+/4e5f', ...inFiles };
  const cwd = await temporaryFolder(hostile(canaries));
  const job = { ...jobEnvironment, ...env, CI_API_V4_URL: gitlab.api, CI_PROJECT_DIR: cwd };
  /** @returns what the command leaked to those who look at it */
  const leaksOf = async (arguments_: readonly string[], given: Record<string, string>) => {
    // Of a file, commands know what they are told of it.
    const known = arguments_.includes('--secret-file') ? canaries : withoutFiles(canaries);
    const { output, exitCode } = await runThere(cwd, arguments_, given);
    expect(output.length, arguments_.join(' ')).toBeGreaterThan(0);
    expect(exitCode, output).not.toBe(70);
    return findLeaks(output, known, arguments_.join(' '));
  };
  return { reana, gitlab, env, job, canaries, cwd, leaksOf };
}

const secrets = [
  '--secret-env',
  'DB_PWD',
  '--secret-file',
  'secret.txt',
  '--secret-file',
  'key.pem',
];

describe('what an analysis knows of the secrets of its victim', () => {
  it('is shown by no command', async () => {
    const { canaries, cwd, env, leaksOf, reana } = await createWorld();
    const run = ['run', '--no-lint', '--name', 'fit', ...secrets];
    const leaks = await leaksOf([...run, '--parameter', 'a=0'], env);
    leaks.push(...(await leaksOf([...run, '--json'], env)));
    const [last] = await reana.client.listRuns();
    const name = last?.name ?? '';
    for (const command of [
      ['logs', name],
      ['logs', name, '--json'],
      ['status', name],
      ['status', name, '--json'],
      ['list'],
      ['lint'],
      ['lint', '--json'],
      ['lint', '--results', 'results'],
      ['graph'],
      ['graph', '--format', 'mermaid'],
      ['ping', '--server', 'http://me:canary-github-pat-1b2c3d@127.0.0.1:1'],
      ['run', 'https://me:canary-github-pat-1b2c3d@127.0.0.1:1/fit.git@main'],
      ['run', 'https://me:canary-github-pat-1b2c3d@127.0.0.1:1/fit.git@a@b', '--json'],
    ]) {
      leaks.push(...(await leaksOf(command, env)));
    }
    expect(leaks).toEqual([]);
    // What a step writes into an output stays as it is.
    await rm(path.join(cwd, 'results/outputs'), { recursive: true });
    expect(await findLeaksBelow(path.join(cwd, 'results'), canaries)).toEqual([]);
  });

  it('reaches neither GitLab nor the reports of a job', async () => {
    const { canaries, cwd, gitlab, job, leaksOf } = await createWorld();
    const settle = { ...job, CI_PIPELINE_ID: '9500', CI_JOB_ID: '79000', CI_JOB_NAME: 'settle' };
    const leaks = await leaksOf(['run', '--no-lint', ...secrets], job);
    leaks.push(
      ...(await leaksOf(['scan', '--no-lint', ...secrets, '--point-parameter', 'a=0,1'], job)),
    );
    leaks.push(...(await leaksOf(['gather', 'scan'], { ...job, CI_JOB_NAME: 'gather' })));
    leaks.push(
      ...(await leaksOf(['submit', '--no-lint', ...secrets], { ...job, CI_JOB_NAME: 'submit' })),
    );
    leaks.push(...(await leaksOf(['clean'], job)));
    const before = gitlab.asked.length;
    leaks.push(...(await leaksOf(['settle'], settle)));
    expect(leaks).toEqual([]);
    expect(gitlab.notes.get('42!7')?.length).toBeGreaterThan(0);
    const sent = gitlab.asked.map(({ body, path: place }) => `${place}\n${body.toString()}`);
    const found = sent.flatMap((text, index) =>
      // Files of the job that has submitted are not known to the one that settles.
      findLeaks(text, index < before ? canaries : withoutFiles(canaries), 'GitLab'),
    );
    expect(found).toEqual([]);
    execFileSync('find', [
      cwd,
      '-type',
      'd',
      '-name',
      'outputs',
      '-prune',
      '-exec',
      'rm',
      '-r',
      '{}',
      '+',
    ]);
    for (const folder of ['results', 'scan', 'settled']) {
      const known = folder === 'settled' ? withoutFiles(canaries) : canaries;
      expect(await findLeaksBelow(path.join(cwd, folder), known)).toEqual([]);
    }
  });

  it('reaches neither the log of a PanDA job nor its reports', async () => {
    const { reana, canaries: all } = await createWorld();
    const canaries = Object.fromEntries(Object.entries(all).filter(([slot]) => !(slot in inFiles)));
    const files = { '___file___:key.pem': Buffer.from(pem).toString('base64') };
    const job = await makePandaJob(hostile(canaries), {
      ...reana.variables,
      ...variables,
      ...files,
    });
    const ended = await runPayload(job, 'reana-ci run --no-lint --secret-file key.pem');
    expect(findLeaks(ended.stdout + ended.stderr, canaries, 'the log')).toEqual([]);
    const written = [...(await filesOf(job))].filter(
      ([name]) => !/leak|outputs|\.tar|secret\.txt|key\.pem|reana\.yaml|\.reana-ci\.yml/.test(name),
    );
    expect(
      written.flatMap(([name, text]) => findLeaks(text.toString('latin1'), canaries, name)),
    ).toEqual([]);
  });
});

describe('a planted leak', () => {
  const planted = { TOKEN: 'canary-0815 & co', KEY: pem };

  it.each(all(planted).map((text) => [text]))('is found: %s', (text) => {
    expect(findLeaks(`before ${text} after`, planted, 'here')).not.toEqual([]);
  });

  it('is found in a file and in the name of one', async () => {
    const folder = await temporaryFolder({
      'a/b.txt': 'x canary-0815 & co',
      'a/canary-0815 & co': '',
    });
    expect((await findLeaksBelow(folder, planted)).map(({ where }) => where).sort()).toEqual([
      'a/b.txt',
      'a/canary-0815 & co',
    ]);
  });

  it('is not found where there is none', () => {
    expect(findLeaks('canary-0816 & co, -----BEGIN PRIVATE KEY-----', planted, 'here')).toEqual([]);
  });

  it.each(Object.keys(variables))('of %s is looked for in the output of every program', (name) => {
    expect(canariesIn(variables)).toHaveProperty(name);
  });
});
