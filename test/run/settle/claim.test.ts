import { describe, expect, it, onTestFinished } from 'vitest';
import { isReanaCiError, ReanaCiError } from '../../../src/base/error.ts';
import { createReanaClient, type ReanaClient } from '../../../src/reana/reana-client.ts';
import { type Claim, claimRun, patience, whileRenewing } from '../../../src/run/settle/claim.ts';
import { submissionPath } from '../../../src/run/submit/submission.ts';
import { startReana } from '../../embedded-reana.ts';

const hour = 3_600_000;
/** The signature is what steps cannot make. */
const settledName: unknown = expect.stringMatching(/^settled-[0-9a-f]{32}\.json$/);
const noon = Date.UTC(2026, 0, 31, 12);

/** A run that somebody has left on the embedded REANA. */
async function leftRun(title = 'zz') {
  const reana = await startReana();
  const { client, variables } = reana;
  const specification = {
    inputs: {},
    workflow: {
      type: 'serial',
      specification: { steps: [{ environment: 'python:3.12-slim', commands: ['true'] }] },
    },
  };
  const bundle = [{ path: 'reana.yaml', content: Buffer.from(JSON.stringify(specification)) }];
  const { id, name } = await client.createRun({ name: title, specification, bundle });
  await client.uploadFiles(id, [{ path: submissionPath, content: Buffer.from('whose it is') }]);
  return {
    client,
    run: { id, name },
    /** A program that wants the run at a time. */
    claim: (claimant: string, time: number | (() => number) = noon, by: ReanaClient = client) =>
      claimRun(
        { id, name },
        {
          client: by,
          claimant,
          key: 'key',
          now: typeof time === 'number' ? () => time : time,
          signal: new AbortController().signal,
        },
      ),
    /** A client on a machine whose clock is ahead by so many milliseconds. */
    clientAhead: (ahead: number): ReanaClient => {
      const other = createReanaClient({
        server: variables.REANA_SERVER_URL,
        token: variables.REANA_ACCESS_TOKEN,
        now: () => Date.now() + ahead,
      });
      onTestFinished(() => other.close());
      return other;
    },
    /** Names of the files that say who has the run. */
    files: async () => (await client.listFiles(id, '.reana-ci')).map(({ path }) => path.slice(10)),
  };
}

/** The client, with something else done in place of renaming. */
function withMove(client: ReanaClient, moveFiles: ReanaClient['moveFiles']): ReanaClient {
  return { ...client, moveFiles };
}

/** A function that `count` callers wait in until all are there. */
function meeting(count: number): () => Promise<void> {
  let left = count;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return async () => {
    left -= 1;
    if (left === 0) resolve(undefined);
    await promise;
  };
}

function taken(claims: readonly (Claim | undefined)[]): Claim[] {
  return claims.filter((claim) => claim !== undefined);
}

describe('a run that was left', () => {
  it('is taken on by one of many who see it at the same time', async () => {
    const { client, claim, files } = await leftRun();
    const meet = meeting(5);
    const slow = withMove(client, async (...move) => {
      await meet();
      await client.moveFiles(...move);
    });
    const claims = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map((name) => claim(name, noon, slow)),
    );
    expect(taken(claims)).toHaveLength(1);
    expect(taken(claims)[0]?.text).toBe('whose it is');
    expect(await files()).toHaveLength(1);
  });

  it('is nobody else’s as long as its claim is fresh, and never again once it is settled', async () => {
    const { claim, files } = await leftRun();
    const first = await claim('first');
    expect(await claim('second', noon + patience)).toBeUndefined();
    await first?.conclude();
    expect(await files()).toEqual([settledName]);
    expect(await claim('second', noon + 24 * hour)).toBeUndefined();
  });

  it('can be taken on at once when it is given back', async () => {
    const { claim } = await leftRun();
    await (await claim('first'))?.release();
    expect((await claim('second'))?.text).toBe('whose it is');
  });

  it('is ours when only the answer to the renaming was lost', async () => {
    const { client, claim, files } = await leftRun();
    const lossy = withMove(client, async (...move) => {
      await client.moveFiles(...move);
      throw new ReanaCiError('unreachable', 'No answer.');
    });
    const ours = await claim('first', noon, lossy);
    expect(ours?.text).toBe('whose it is');
    await ours?.conclude();
    expect(await files()).toEqual([settledName]);
  });

  it('stays as it is when the server refuses the renaming, which is told', async () => {
    const { client, claim, files } = await leftRun();
    const refusing = withMove(client, () => Promise.reject(new ReanaCiError('forbidden', 'No.')));
    await expect(claim('first', noon, refusing)).rejects.toThrow('No.');
    expect(await files()).toEqual(['submission.json']);
  });
});

describe('a claim whose program has died', () => {
  it.each([
    [29, false],
    [31, true],
  ])('after %i minutes: may be taken over is %s', async (minutes, isFree) => {
    const { claim } = await leftRun();
    await claim('dead');
    const second = await claim('second', noon + minutes * 60_000);
    expect(second !== undefined).toBe(isFree);
  });

  it('is taken over by one of two who both see that it is old', async () => {
    const { client, claim } = await leftRun();
    await claim('dead');
    const meet = meeting(2);
    const slow = withMove(client, async (...move) => {
      await meet();
      await client.moveFiles(...move);
    });
    const later = noon + patience + 1;
    const claims = await Promise.all([claim('second', later, slow), claim('third', later, slow)]);
    const [winner] = taken(claims);
    expect(taken(claims)).toHaveLength(1);
    expect(winner?.text).toBe('whose it is');
    // The claim counts anew.
    expect(await claim('fourth', later + patience)).toBeUndefined();
  });

  it('is not old as long as the program renews it', async () => {
    const { claim } = await leftRun();
    let time = noon;
    const first = await claim('first', () => time);
    time += patience - 1;
    await first?.renew();
    time += patience - 1;
    expect(await claim('second', time)).toBeUndefined();
    await expect(first?.conclude()).resolves.toBeUndefined();
  });

  it('is renewed while work goes on, however long that takes', async () => {
    const { claim, files } = await leftRun();
    let time = noon;
    const first = (await claim('first', () => time))!;
    const names = new Set<string>();
    /** Time passes only here. */
    const delay = async (milliseconds: number) => {
      time += milliseconds;
      names.add((await files()).join());
    };
    await whileRenewing(first, delay, async () => {
      await expect.poll(() => names.size, { timeout: 15_000 }).toBeGreaterThan(8);
      expect(time).toBeGreaterThan(noon + patience);
      expect(await claim('second', time)).toBeUndefined();
    });
    const ended = names.size;
    await first.conclude();
    expect(names.size).toBe(ended);
  });
});

describe('a program that awakes after its run was taken over', () => {
  async function takenOver() {
    const left = await leftRun();
    const sleeper = (await left.claim('sleeper'))!;
    const other = (await left.claim('other', noon + patience + 1))!;
    return { ...left, sleeper, other };
  }

  it.each(['renew', 'conclude'] as const)(
    'learns it from %s, and changes nothing',
    async (what) => {
      const { sleeper, other, files } = await takenOver();
      const before = await files();
      const error: unknown = await sleeper[what]().catch((thrown: unknown) => thrown);
      expect(isReanaCiError(error) && error.code).toBe('conflict');
      expect(sleeper.lost.aborted).toBe(true);
      expect(await files()).toEqual(before);
      await other.conclude();
      expect(await files()).toEqual([settledName]);
    },
  );

  it('gives nothing back that it does not have', async () => {
    const { sleeper, other, files } = await takenOver();
    await sleeper.release();
    expect(await files()).toEqual([
      expect.stringMatching(/^settling-\d+-other-1-[0-9a-f]{32}\.json$/),
    ]);
    await other.conclude();
    await sleeper.release();
    expect(await files()).toEqual([settledName]);
  });

  it('cannot go on with a run that the other one has settled, or has given back', async () => {
    const { sleeper, other, files } = await takenOver();
    await other.release();
    await expect(sleeper.renew()).rejects.toThrow('taken over');
    await expect(sleeper.conclude()).rejects.toThrow('taken over');
    expect(await files()).toEqual(['submission.json']);
  });
});

describe('programs whose clocks differ', () => {
  it.each([
    ['slow', -3 * hour, 3 * hour],
    ['fast', 3 * hour, -3 * hour],
  ])(
    'agree that the claim of a %s one is fresh, and when it is old',
    async (_how, one, another) => {
      const { claim, clientAhead } = await leftRun();
      const [first, second] = [clientAhead(one), clientAhead(another)];
      expect(await claim('first', () => first.now(), first)).toBeDefined();
      expect(await claim('second', () => second.now(), second)).toBeUndefined();
      // A server's answers tell whole seconds.
      const later = () => second.now() + patience + 5000;
      expect(await claim('third', later, second)).toBeDefined();
    },
  );
});

describe('a file that a step has renamed', () => {
  it.each([
    ['a claim in the future', `settling-${noon + 1000 * hour}-x-1.json`],
    ['a claim of just now', `settling-${noon}-x-1.json`],
    ['a claim with a made-up signature', `settling-${noon}-x-1-${'0'.repeat(32)}.json`],
    ['a claim without a name', `settling-${noon}.json`],
    ['a settled run', 'settled.json'],
    ['a settled run with a made-up signature', `settled-${'0'.repeat(32)}.json`],
  ])('to %s keeps nobody from settling the run', async (_what, forged) => {
    const { client, run, claim, files } = await leftRun();
    await client.moveFiles(run.id, submissionPath, `.reana-ci/${forged}`);
    const ours = await claim('a', noon);
    expect(ours?.text).toBe('whose it is');
    expect(ours?.saidSettled).toBe(forged.startsWith('settled'));
    expect(await claim('b', noon + 1)).toBeUndefined();
    await ours?.conclude();
    expect(await files()).toEqual([settledName]);
    expect(await claim('c', noon + 1000 * hour)).toBeUndefined();
  });

  it.each(['submission.json', `settling-${noon - hour}-x-1.json`, 'settled.json'])(
    'and copied to %s does not have it settled twice',
    async (copy) => {
      const { client, run, claim } = await leftRun();
      await client.moveFiles(run.id, submissionPath, `.reana-ci/settling-1-x-1.json`);
      const content = Buffer.from('whose it is');
      await client.uploadFiles(run.id, [{ path: `.reana-ci/${copy}`, content }]);
      const first = await claim('a');
      expect(first).toBeDefined();
      expect(await claim('b')).toBeUndefined();
      await first?.conclude();
      expect(await claim('c', noon + 24 * hour)).toBeUndefined();
    },
  );

  it('says nothing with the signed name of another run', async () => {
    const one = await leftRun();
    await (await one.claim('a'))?.conclude();
    const [signed = ''] = await one.files();
    const other = await leftRun('other');
    await other.client.moveFiles(other.run.id, submissionPath, `.reana-ci/${signed}`);
    expect(await other.claim('b')).toBeDefined();
  });
});
