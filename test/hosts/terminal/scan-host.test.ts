import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createTerminalScanHost } from '../../../src/hosts/terminal/scan-host.ts';
import type { RunEvent } from '../../../src/run/event.ts';
import { namePoint, nothing } from '../../../src/scan/point.ts';
import type { ScanHost } from '../../../src/scan/scan-host.ts';
import { failedPoint, idlePoint, pointOf } from '../gitlab/scan/sample-scan.ts';

const beginning = { server: 'https://reana.example.org', points: 4, here: 1, concurrency: 2 };
const minute = 60_000;

function submitted(mass: string, more: Partial<RunEvent & { kind: 'submitted' }> = {}): RunEvent {
  const url = `https://reana.example.org/details/${mass}`;
  return { kind: 'submitted', id: mass, name: `zz-${mass}.1`, url, reattached: false, ...more };
}

function status(word: 'queued' | 'running' | 'finished', done = 0): RunEvent {
  return { kind: 'status', status: word, done, total: 3, milliseconds: 0 };
}

/** What a host writes while `act` lets things happen; `pass` lets time pass. */
async function log(
  act: (
    host: ScanHost,
    tell: (mass: string, event: RunEvent) => void,
    pass: (ms: number) => void,
  ) => void,
  interactive = false,
): Promise<string[]> {
  let time = 0;
  const progress = new PassThrough();
  const host = createTerminalScanHost({ progress, interactive, now: () => time });
  act(
    host,
    (mass, event) => {
      const point = namePoint({ ...nothing, parameters: { mass } });
      host.hostOf(point, `/scan/${point.name}`).announce(event);
    },
    (milliseconds) => {
      time += milliseconds;
    },
  );
  await host.report([]);
  progress.end();
  return (await text(progress)).split('\n');
}

describe('the log of a scan', () => {
  it('has one line for each change of a point', async () => {
    const lines = await log((host, tell, pass) => {
      host.begin(beginning);
      tell('300', submitted('300'));
      tell('300', status('queued'));
      tell('500', submitted('500', { reattached: true }));
      tell('300', status('running'));
      tell('300', { kind: 'step-started', step: 'fit' });
      tell('300', { kind: 'step-ended', step: 'fit', status: 'finished' });
      tell('300', status('running', 1));
      pass(2 * minute);
      tell('300', status('finished', 3));
      host.ended(pointOf('300'));
      tell('500', status('running'));
      host.ended(failedPoint('500'));
      host.ended(idlePoint('750'));
      host.ended(idlePoint('900'));
    });
    expect(lines).toEqual([
      'server                    https://reana.example.org',
      'scan                      4 points, 1 of them here already, 2 at a time',
      'mass=300                  submitted  https://reana.example.org/details/300',
      'mass=500                  taken up again  https://reana.example.org/details/500',
      'mass=300                  running',
      'mass=300                  finished after 2 min 00 s  [2/4]  Upper limit 0.25 fb; Signal yield 12',
      'mass=500                  running',
      'mass=500                  failed in fit after 2 min 00 s  [3/4]',
      'No further point is begun: --deadline passed.',
      '',
    ]);
  });

  it('tells once what all points warn of', async () => {
    const lines = await log((host, tell) => {
      host.begin(beginning);
      const warning: RunEvent = { kind: 'warning', message: 'Disk: 9 GiB of 10 GiB used.' };
      tell('300', warning);
      tell('500', warning);
      host.warn('reana.yaml:3:1: no outputs');
    });
    expect(lines.slice(2)).toEqual([
      'warning: Disk: 9 GiB of 10 GiB used.',
      'warning: reana.yaml:3:1: no outputs',
      '',
    ]);
  });

  it('shows the logs of the first points that failed, and of no more', async () => {
    const lines = await log((host, tell) => {
      host.begin(beginning);
      for (const mass of ['1', '2', '3', '4', '5']) {
        tell(mass, { kind: 'log-tail', step: 'fit', lines: ['\u001b[31mno events\u001b[0m', ''] });
      }
    });
    expect(lines.filter((line) => line === '  | no events')).toHaveLength(3);
    expect(lines).toContain('mass=3                    The last 2 lines of fit:');
    expect(lines.join('\n')).not.toContain('mass=4');
  });

  it('shows a sign of life where nothing changes for minutes', async () => {
    const lines = await log((host, tell, pass) => {
      host.begin(beginning);
      tell('300', submitted('300'));
      tell('500', submitted('500'));
      tell('300', status('running'));
      for (let minutes = 0; minutes < 10; minutes += 1) {
        pass(minute);
        tell('300', { kind: 'unchanged', status: 'running', done: 0, total: 3, milliseconds: 0 });
        tell('500', { kind: 'unchanged', status: 'queued', done: 0, total: 0, milliseconds: 0 });
      }
    });
    expect(lines.slice(5)).toEqual([
      'still: 1 of 4 points ended, 1 running, 1 waiting, after 4 min 00 s',
      'still: 1 of 4 points ended, 1 running, 1 waiting, after 8 min 00 s',
      '',
    ]);
  });

  it('has a line at the bottom of a terminal, and leaves none behind', async () => {
    const lines = await log((host, tell) => {
      host.begin({ ...beginning, here: 0 });
      tell('300', submitted('300'));
    }, true);
    expect(lines.join('\n')).toContain('0 of 4 points ended, 1 waiting');
    expect(lines.join('\n').endsWith('\r\u001b[K')).toBe(true);
  });
});

describe('a run of a scan on a terminal', () => {
  it('is found again, and has a name that tells its point', () => {
    const options = { progress: new PassThrough(), interactive: false, now: () => 0 };
    const point = namePoint({ ...nothing, parameters: { mass: '300' } });
    const host = createTerminalScanHost(options).hostOf(point, '/scan/mass=300');
    expect(host.resumes).toBe(true);
    expect(host.defaultRunName('zz')).toBe('zz-mass-300');
    expect(host.qualifyRunName?.('limits')).toBe('limits-mass-300');
  });
});
