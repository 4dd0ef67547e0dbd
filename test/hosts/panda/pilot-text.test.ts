import { describe, expect, it } from 'vitest';
import { unremarkable } from '../../../src/hosts/panda/pilot-text.ts';

/** What the pilot reacts to, in its spelling. */
const telling = [
  'Operation not permitted',
  'No space left on device',
  'error: while mounting',
  'Failed to mount image',
  'Not mounting requested bind point',
  'No more available loop devices',
  'Failed to create user namespace',
  'Singularity is not installed',
  'Apptainer is not installed',
  'FATAL out of memory: taking the application down',
  'St9bad_alloc',
  'std::bad_alloc',
  'prepare 5 database is locked',
  'Error SQLiteStatement',
  'ERROR: unable to fetch source tarball from web',
  'AtlasSetup(FATAL): Fatal exception',
  'CRITICAL',
  'ERROR : ',
  'Error : ',
  'error : ',
  'bash: x: command not found',
];

describe('unremarkable', () => {
  it.each(telling)('spells "%s" in another way', (words) => {
    const text = `before ${words} after`;
    const spelled = unremarkable(text);
    expect(spelled).not.toContain(words);
    expect(spelled.replaceAll(/[\W_]/g, '').toLowerCase()).toBe(
      text.replaceAll(/[\W_]/g, '').toLowerCase(),
    );
  });

  it('finds nothing more to change in what it has changed', () => {
    for (const words of telling) {
      expect(unremarkable(unremarkable(words))).toBe(unremarkable(words));
    }
  });

  it('leaves other text alone', () => {
    const text = 'finished   fit (2) – error: none; operation not permitted';
    expect(unremarkable(text)).toBe(text);
  });
});
