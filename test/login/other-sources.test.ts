import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFileTokens } from '../../src/login/file-tokens.ts';
import { createExchangedTokens, createJobTokens } from '../../src/login/job-tokens.ts';
import { createIssuer } from '../issuer/issuer.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { createWorld, server } from './world.ts';

describe('a token in a file', () => {
  it('is read again when the file changes, and hidden', async () => {
    const folder = await temporaryFolder({ token: 'token-1\n' });
    const file = path.join(folder, 'token');
    const hidden: string[] = [];
    const tokens = await openFileTokens(file, 'REANA_ACCESS_TOKEN_FILE', (secrets) => {
      hidden.push(...secrets);
    });
    expect(await tokens.current()).toBe('token-1');
    await writeFile(`${file}.new`, 'token-2');
    await rename(`${file}.new`, file);
    expect(await tokens.current()).toBe('token-2');
    expect(hidden).toEqual(['token-1', 'token-2']);
    expect(await tokens.replace('token-1')).toBe('token-2');
    expect(await tokens.replace('token-2')).toBeUndefined();
  });

  it('stays the last one while the file is empty or gone', async () => {
    const folder = await temporaryFolder({ token: 'token-1' });
    const file = path.join(folder, 'token');
    const tokens = await openFileTokens(file, 'REANA_ACCESS_TOKEN_FILE', () => undefined);
    await writeFile(file, '');
    expect(await tokens.current()).toBe('token-1');
    await rm(file);
    expect(await tokens.current()).toBe('token-1');
  });
});

describe('the ID token of a GitLab job', () => {
  const gitlab = (now: () => number) => createIssuer({ url: 'https://gitlab.example.org', now });
  const claims = { sub: 'project_path:hep/analysis:ref:main', aud: 'https://issuer.example.org' };

  it.each(['jwt-bearer', 'token-exchange'] as const)(
    'is handed in for a token of REANA, again when one ends: %s',
    async (by) => {
      let now = 0;
      const issuer = gitlab(() => now);
      const world = await createWorld({ trusts: { issuer, by } });
      now = world.now();
      const job = createExchangedTokens(server, issuer.issue(claims, 3600), world.tools);
      const first = await job.current();
      expect(world.issuer.accepts(first)).toBe(true);
      expect(await job.current()).toBe(first);
      await world.delay(4.5 * 60_000);
      now = world.now();
      const second = await job.current();
      expect(second).not.toBe(first);
      expect(world.issuer.accepts(second)).toBe(true);
      expect(world.hidden).toContain(second);
      await world.delay(3600_000);
      now = world.now();
      await expect(job.current()).rejects.toMatchObject({
        code: 'login-expired',
        exitCode: 75,
        hint: expect.stringContaining('Try the job again'),
      });
    },
  );

  it('is refused with 5 by an issuer that does not trust GitLab, or not for this audience', async () => {
    const world = await createWorld();
    const issuer = gitlab(() => world.now());
    const job = createExchangedTokens(server, issuer.issue(claims, 3600), world.tools);
    await expect(job.current()).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('takes no tokens of other issuers'),
    });
    const trusting = await createWorld({ trusts: { issuer, by: 'jwt-bearer' } });
    const other = issuer.issue({ ...claims, aud: 'https://elsewhere.example.org' }, 3600);
    const wrong = createExchangedTokens(server, other, trusting.tools);
    await expect(wrong.current()).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('"invalid_grant"'),
      hint: expect.stringContaining('docs/login.md'),
    });
  });

  it('that the server takes as it is ends with its job, and another try helps', async () => {
    let now = Date.now();
    const token = gitlab(() => now).issue(claims, 60);
    const job = createJobTokens(token, () => now);
    expect(await job.current()).toBe(token);
    now += 61_000;
    await expect(job.current()).rejects.toMatchObject({ code: 'login-expired', exitCode: 75 });
  });
});
