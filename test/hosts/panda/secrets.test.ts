import { readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePythonDict } from '../../../src/hosts/panda/python-literal.ts';
import { takeSecrets } from '../../../src/hosts/panda/secrets.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('takeSecrets', () => {
  it('reads texts and files, and removes every file that holds a secret', async () => {
    const folder = await temporaryFolder({
      'panda_secrets.json': JSON.stringify({
        REANA_ACCESS_TOKEN: 'p$HOME"x`id -u`\\z',
        '___file___:usercert.pem': base64('certificate'),
        '___file___:me.keytab': base64('keytab'),
      }),
      'panda_secrets.sh': 'export REANA_ACCESS_TOKEN="…"',
      'usercert.pem': 'certificate',
      'userkey.pem': 'key from elsewhere',
      'me.keytab': 'keytab',
      'reana.yaml': 'workflow',
    });
    const { values, files, warnings } = await takeSecrets(folder);
    expect([...values]).toEqual([['REANA_ACCESS_TOKEN', 'p$HOME"x`id -u`\\z']]);
    expect(Object.fromEntries([...files].map(([name, held]) => [name, String(held)]))).toEqual({
      'usercert.pem': 'certificate',
      'userkey.pem': 'key from elsewhere',
      'me.keytab': 'keytab',
    });
    expect(warnings).toEqual([]);
    expect(await readdir(folder)).toEqual(['reana.yaml']);
  });

  it('understands the dictionary as Python prints it', async () => {
    const folder = await temporaryFolder({ 'panda_secrets.json': `{'KEY': "it's", 'B': 'a\\n'}` });
    expect([...(await takeSecrets(folder)).values]).toEqual([
      ['KEY', "it's"],
      ['B', 'a\n'],
    ]);
  });

  it('says so when it understands nothing, without showing any of it, and removes it', async () => {
    const folder = await temporaryFolder({ 'panda_secrets.json': 'canary' });
    const { values, warnings } = await takeSecrets(folder);
    expect(values.size).toBe(0);
    expect(warnings).toEqual([expect.stringContaining('cannot be understood')]);
    expect(String(warnings)).not.toContain('canary');
    expect(await readdir(folder)).toEqual([]);
  });

  it('removes nothing outside of the working folder', async () => {
    const folder = await temporaryFolder({ 'outside.txt': 'kept', 'work/x': '' });
    const work = path.join(folder, 'work');
    await writeFile(
      path.join(work, 'panda_secrets.json'),
      JSON.stringify({ '___file___:../outside.txt': base64('gone') }),
    );
    await symlink('../outside.txt', path.join(work, 'userkey.pem'));
    await takeSecrets(work);
    expect(await readdir(folder)).toEqual(['outside.txt', 'work']);
  });
});

describe('parsePythonDict', () => {
  it.each([
    [`{}`, {}],
    [`{'a': 'b', "c": "d",}`, { a: 'b', c: 'd' }],
    [String.raw`{'a': 'it\'s \\ \x41\u00e9\U0001F600\t'}`, { a: "it's \\ Aé😀\t" }],
  ])('reads %s', (text, expected) => {
    expect(Object.fromEntries(parsePythonDict(text) ?? [['not', 'read']])).toEqual(expected);
  });

  it.each([`{'a': 1}`, `{'a': 'b'`, `{'a' 'b'}`, `['a']`, `{'a': 'b'} x`, String.raw`{'a': '\q'}`])(
    'refuses %s',
    (text) => {
      expect(parsePythonDict(text)).toBeUndefined();
    },
  );
});
