import { describe, expect, it } from 'vitest';
import { imageFindings, type ImageUse } from '../../../../src/commands/lint/docker/findings.ts';
import type { ImageSettings } from '../../../../src/commands/lint/docker/image.ts';
import type { Probe } from '../../../../src/commands/lint/docker/probe.ts';

const use: ImageUse = {
  label: 'step fit',
  image: 'fit:1.0',
  uid: 1000,
  paths: ['/opt/fit/run.sh'],
  startsInImage: false,
};

const settings: ImageSettings = { user: '', folder: '/', entrypoint: [], architecture: 'amd64' };

function messages(
  probe: Partial<Probe>,
  other: { readonly use?: Partial<ImageUse>; readonly settings?: Partial<ImageSettings> } = {},
): string[] {
  const state = { kind: 'here', settings: { ...settings, ...other.settings } } as const;
  const found = imageFindings({ ...use, ...other.use }, state, { closed: [], ...probe });
  return found.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
}

describe('an image', () => {
  it('that starts and is open is fine', () => {
    expect(messages({})).toEqual([]);
    expect(messages({ imageUid: 0 })).toEqual([]);
    expect(messages({ imageUid: 1000 })).toEqual([]);
  });

  it('for other processors is told', () => {
    expect(messages({}, { settings: { architecture: 'arm64' } })).toEqual([
      'warning image-platform: the image fit:1.0 is for arm64, not for amd64',
    ]);
  });

  it('that does not start is told in the words of the engine', () => {
    expect(messages({ problem: 'no space left on device' })).toEqual([
      'error image-start: fit:1.0 does not start as user 1000 of group 0: no space left on device',
    ]);
    expect(messages({ problem: 'exec: "bash": executable file not found in $PATH' })).toEqual([
      'error image-without-bash: the image fit:1.0 of step fit has no bash',
    ]);
  });

  it('is only looked at for what the step needs', () => {
    const closed = [
      { purpose: 'command', path: '/opt/fit/run.sh', barrier: '/opt/fit' },
      { purpose: 'command', path: '/opt/plot/run.sh', barrier: '/opt/plot' },
      { purpose: 'folder', path: '/code', barrier: '/code' },
    ] as const;
    expect(messages({ closed })).toEqual([
      'warning image-closed: what the command names, /opt/fit/run.sh, below /opt/fit, in fit:1.0 is closed to user 1000 of step fit',
    ]);
    expect(messages({ closed }, { use: { paths: [], startsInImage: true } })).toEqual([
      'warning image-closed: the folder that commands start in /code in fit:1.0 is closed to user 1000 of step fit',
    ]);
  });

  it('has its own user recommended where clusters allow that one', () => {
    const closed = [{ purpose: 'home', path: '/home/a', barrier: '/home/a' }] as const;
    const state = { kind: 'here', settings } as const;
    const hint = (imageUid: number) => imageFindings(use, state, { closed, imageUid })[0]?.hint;
    expect(hint(500)).toBe('The image is made for user 500: add kubernetes_uid: 500');
    expect(hint(99)).toContain('chmod');
  });
});
