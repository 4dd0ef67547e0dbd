import { copyFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReanaCiError } from '../../../src/base/error.ts';
import { gatherSecrets, type LocalSecrets } from '../../../src/run/plan/local-secrets.ts';
import { checkSecrets } from '../../../src/run/plan/secret-check.ts';
import type { SecretName } from '../../../src/reana/types.ts';
import type { SecretRequirement } from '../../../src/languages/secret-requirement.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { makeAnalysis, specification, tryRun } from '../fake-analysis.ts';
import { fakeReana } from '../fake-reana.ts';

const fixtures = path.join(import.meta.dirname, 'fixtures', 'grid');
/** The certificate there is valid from 2026-11-23 to 2027-12-28, and its key opens with this. */
const passphrase = 'open sesame';
const now = Date.UTC(2027, 5, 1);

const vomsProxy: SecretRequirement = {
  reason: 'voms_proxy of step download',
  position: { file: 'reana.yaml', line: 12, column: 9 },
  anyOf: [
    [
      { name: 'VONAME', type: 'env' },
      { name: 'VOMSPROXY_FILE', type: 'env' },
    ],
    [
      { name: 'VONAME', type: 'env' },
      { name: 'VOMSPROXY_PASS', type: 'env' },
      { name: 'usercert.pem', type: 'file' },
      { name: 'userkey.pem', type: 'file' },
    ],
  ],
};

async function gridFolder(): Promise<string> {
  const folder = await temporaryFolder({});
  for (const name of ['usercert.pem', 'userkey.pem']) {
    await copyFile(path.join(fixtures, name), path.join(folder, name));
  }
  return folder;
}

async function gather(
  environment: Record<string, string>,
  { folder = tmpdir(), secretEnv = [] as string[], secretFile = [] as string[] } = {},
): Promise<LocalSecrets> {
  const tools = { environment, cwd: folder, secretFolders: [folder] };
  return gatherSecrets({ secretEnv, secretFile }, [vomsProxy], tools);
}

function asTexts({ secrets }: LocalSecrets): Record<string, string> {
  return Object.fromEntries(
    secrets.map(({ name, type, value }) => [`${type} ${name}`, Buffer.from(value).toString()]),
  );
}

function check(local: LocalSecrets, stored: readonly SecretName[] = [], time = now) {
  return checkSecrets([vomsProxy], local, stored, time);
}

function refusal(task: () => unknown): ReanaCiError {
  try {
    task();
  } catch (error) {
    return error as ReanaCiError;
  }
  throw new Error('nothing was refused');
}

describe('gatherSecrets', () => {
  it('refuses names that no secret can have', async () => {
    const secretEnv = ['BAD NAME=x', '=y', '..=z', 'GOOD=1'];
    await expect(gather({}, { secretEnv, secretFile: ['a/b=c'] })).rejects.toThrow(
      /"BAD NAME" cannot be .*"" cannot be .*"\.\." cannot be .*--secret-file: "a\/b" cannot be/,
    );
  });

  it('finds what the workflow needs in the environment and the secret folder', async () => {
    const folder = await gridFolder();
    const environment = { VONAME: 'atlas', VOMSPROXY_PASS: passphrase, HOME: '/home/ada' };
    const local = await gather(environment, { folder });
    expect(Object.keys(asTexts(local)).sort()).toEqual([
      'env VOMSPROXY_PASS',
      'env VONAME',
      'file usercert.pem',
      'file userkey.pem',
    ]);
    expect(local.files.map((file) => path.basename(file))).toEqual(['usercert.pem', 'userkey.pem']);
  });

  it.each([
    ['plain', passphrase],
    ['in base64', Buffer.from(passphrase).toString('base64')],
  ])('sends a passphrase given %s in base64', async (_how, given) => {
    const local = await gather({ VOMSPROXY_PASS: given }, { folder: await gridFolder() });
    expect(asTexts(local)['env VOMSPROXY_PASS']).toBe('b3BlbiBzZXNhbWU=');
    expect(local.confidential).toContain(passphrase);
  });

  it('takes secrets of its own by name, value and path', async () => {
    const folder = await temporaryFolder({});
    await writeFile(path.join(folder, 'key.txt'), 'k');
    const local = await gather(
      { DB_PASSWORD: 'from the environment' },
      {
        folder,
        secretEnv: ['DB_PASSWORD', 'DB_USER=ada=b'],
        secretFile: ['key.txt', 'licence=key.txt'],
      },
    );
    expect(asTexts(local)).toEqual({
      'env DB_PASSWORD': 'from the environment',
      'env DB_USER': 'ada=b',
      'file key.txt': 'k',
      'file licence': 'k',
    });
  });

  it('sends the file that VOMSPROXY_FILE names, under its bare name', async () => {
    const folder = await temporaryFolder({});
    await writeFile(path.join(folder, 'x509up_u1000'), 'proxy');
    const local = await gather({ VOMSPROXY_FILE: path.join(folder, 'x509up_u1000') });
    expect(asTexts(local)).toEqual({
      'env VOMSPROXY_FILE': 'x509up_u1000',
      'file x509up_u1000': 'proxy',
    });
  });

  it('takes files that are held in memory before those on the disk', async () => {
    const folder = await gridFolder();
    const heldFiles = new Map([
      ['userkey.pem', Buffer.from('held')],
      ['token.txt', Buffer.from('t')],
    ]);
    const tools = { environment: {}, cwd: folder, secretFolders: [folder], heldFiles };
    const settings = { secretEnv: [], secretFile: ['licence=token.txt'] };
    const local = await gatherSecrets(settings, [vomsProxy], tools);
    expect(asTexts(local)).toMatchObject({ 'file userkey.pem': 'held', 'file licence': 't' });
    expect(local.files.map((file) => path.basename(file))).toEqual(['usercert.pem']);
  });

  it('names everything that is asked for and not there', async () => {
    const asked = gather({}, { secretEnv: ['DB_PASSWORD'], secretFile: ['nowhere.txt'] });
    await expect(asked).rejects.toMatchObject({
      code: 'usage',
      message:
        '--secret-env: DB_PASSWORD is not in the environment; ' +
        '--secret-file: nowhere.txt is not a file of at most 1 MiB.',
    });
  });

  it('does not hide the names of accounts and experiments', async () => {
    expect((await gather({ VONAME: 'atlas' })).confidential).toEqual([]);
  });
});

describe('checkSecrets', () => {
  const none: LocalSecrets = {
    secrets: [],
    files: [],
    found: [],
    confidential: [],
    passphraseFits: true,
  };
  const complete = async () =>
    gather({ VONAME: 'atlas', VOMSPROXY_PASS: passphrase }, { folder: await gridFolder() });

  it('is content with everything a step needs', async () => {
    expect(check(await complete())).toEqual([]);
  });

  it('counts what the server has', async () => {
    const stored = ['VONAME', 'VOMSPROXY_PASS', 'usercert.pem', 'userkey.pem'];
    const names = stored.map((name) => ({ name, type: 'env' as const }));
    expect(check(await gather({}), names)).toEqual([]);
  });

  it('names every secret that is missing, for whom, and where that stands', () => {
    const error = refusal(() => check(none));
    expect(error).toMatchObject({ code: 'secret-missing', exitCode: 5 });
    expect(error.message).toBe(
      'Secrets that the steps need are missing: VONAME, VOMSPROXY_PASS, usercert.pem, userkey.pem.',
    );
    expect(error.findings).toEqual([
      {
        rule: 'secret-missing',
        severity: 'error',
        message:
          'voms_proxy of step download needs VONAME, VOMSPROXY_FILE – or ' +
          'VONAME, VOMSPROXY_PASS, usercert.pem, userkey.pem',
        file: 'reana.yaml',
        line: 12,
        column: 9,
      },
    ]);
  });

  it('names only the rest of what somebody has begun to give', async () => {
    const local = await gather({ VOMSPROXY_PASS: passphrase }, { folder: await gridFolder() });
    expect(refusal(() => check(local)).message).toBe(
      'Secrets that the steps need are missing: VONAME.',
    );
  });

  it.each([
    ['expired', Date.UTC(2028, 0, 1), 'usercert.pem expired on 2027-12-28.'],
    ['not valid yet', Date.UTC(2026, 0, 1), 'usercert.pem is valid only from 2026-11-23 on.'],
  ])('refuses a certificate that is %s', async (_what, time, message) => {
    const local = await complete();
    const error = refusal(() => check(local, [], time));
    expect(error.code).toBe('secret-missing');
    expect(error.findings.map((finding) => finding.message)).toEqual([message]);
    // The secret lies in no file of the repository: the finding stands where a step asks for it.
    expect(error.findings).toMatchObject([{ file: 'reana.yaml', line: 12, column: 9 }]);
  });

  it('warns of a certificate that ends within a week', async () => {
    const findings = check(await complete(), [], Date.UTC(2027, 11, 24));
    expect(findings).toMatchObject([{ severity: 'warning', rule: 'secret-expires' }]);
  });

  it('refuses a passphrase that does not open the key', async () => {
    const local = await gather(
      { VONAME: 'atlas', VOMSPROXY_PASS: 'wrong' },
      { folder: await gridFolder() },
    );
    expect(refusal(() => check(local)).findings.map(({ message }) => message)).toEqual([
      'VOMSPROXY_PASS does not open userkey.pem.',
    ]);
  });

  it('refuses a certificate file that holds none', async () => {
    const folder = await gridFolder();
    await writeFile(path.join(folder, 'usercert.pem'), 'oops');
    const local = await gather({ VONAME: 'atlas', VOMSPROXY_PASS: passphrase }, { folder });
    expect(refusal(() => check(local)).findings[0]?.message).toBe(
      'usercert.pem holds no certificate in PEM format.',
    );
  });

  it('warns of a stored proxy that goes before the certificate given', async () => {
    const findings = check(await complete(), [{ name: 'VOMSPROXY_FILE', type: 'env' }]);
    expect(findings).toMatchObject([{ rule: 'stale-proxy', severity: 'warning' }]);
  });
});

describe('a run that needs secrets', () => {
  const needing = specification.replace(
    '        commands',
    '        voms_proxy: true\n        commands',
  );

  it('is not made while one is missing', async () => {
    const cwd = await makeAnalysis({ 'fit/reana.yaml': needing });
    const reana = fakeReana();
    const { outcome } = await tryRun(reana, { cwd });
    expect(outcome.record.exitCode).toBe(5);
    expect(outcome.error).toMatchObject({ code: 'secret-missing' });
    expect(reana.calls).toEqual([]);
  });

  it('gets them before its files, and lets the host remove the key files', async () => {
    const cwd = await makeAnalysis({ 'fit/reana.yaml': needing });
    const reana = fakeReana();
    const secretFolders = [await gridFolder()];
    const released: string[] = [];
    await tryRun(reana, {
      cwd,
      tools: {
        secretFolders,
        environment: { VONAME: 'atlas', VOMSPROXY_PASS: passphrase },
        now: () => now,
        host: {
          name: 'panda',
          defaultRunName: (analysis) => analysis,
          resumes: true,
          announce: () => undefined,
          report: () => Promise.resolve(),
          releaseSecretFiles: (files) => {
            released.push(...files.map((file) => path.basename(file)));
            reana.calls.push('release');
            return Promise.resolve();
          },
        },
      },
    });
    expect(reana.calls.slice(1, 4)).toEqual([
      'secrets usercert.pem userkey.pem VONAME VOMSPROXY_PASS',
      'release',
      'upload .reana-ci/job.json',
    ]);
    expect(released).toEqual(['usercert.pem', 'userkey.pem']);
  });
});
