import { describe, expect, it } from 'vitest';
import { ReanaCiError } from '../../src/base/error.ts';
import type { ReanaClient } from '../../src/reana/reana-client.ts';
import { shareClient } from '../../src/scan/shared-client.ts';
import { fakeReana } from '../run/fake-reana.ts';

const large = [{ path: 'events.root', file: '/data/events.root', size: 5 * 1024 ** 2 }];
const small = [{ path: 'fit.py', content: Buffer.from('print(1)') }];
const secrets = [{ name: 'TOKEN', type: 'env' as const, value: Buffer.from('x') }];

function share(client: Partial<ReanaClient>): ReanaClient {
  return shareClient({ ...fakeReana().client, ...client });
}

/** A client whose uploads end when they are told to. */
function slowUploads() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const client = share({
    uploadFiles: (id) =>
      new Promise((resolve) => {
        begun.push(id);
        ends.set(id, resolve);
      }),
  });
  return { client, begun, end: (id: string) => ends.get(id)?.() };
}

describe('a client that many runs share', () => {
  it('asks once what is the same for all', async () => {
    let asked = 0;
    const client = share({
      ping: () => {
        asked += 1;
        return Promise.resolve({ bundles: false });
      },
    });
    await Promise.all([client.ping(), client.ping()]);
    await client.ping();
    expect(asked).toBe(1);
  });

  it('asks again when there was no answer', async () => {
    let asked = 0;
    const client = share({
      ping: () => {
        asked += 1;
        if (asked === 1) return Promise.reject(new ReanaCiError('unreachable', 'Away.'));
        return Promise.resolve({ bundles: false });
      },
    });
    await expect(client.ping()).rejects.toThrow('Away.');
    expect(await client.ping()).toEqual({ bundles: false });
  });

  it('stores the secrets of all runs once', async () => {
    const reana = fakeReana();
    const client = shareClient(reana.client);
    await Promise.all([1, 2, 3].map(() => client.addSecrets(secrets, { overwrite: true })));
    expect(reana.calls).toEqual(['secrets TOKEN']);
  });

  it('stores different secrets one after the other, and again what was not stored', async () => {
    const calls: string[] = [];
    let atATime = 0;
    const client = share({
      async addSecrets([first]) {
        atATime += 1;
        calls.push(`${first?.name ?? ''} ${atATime}`);
        await new Promise((resolve) => setImmediate(resolve));
        atATime -= 1;
        if (calls.length === 1) throw new ReanaCiError('secret-missing', 'Not stored.');
      },
    });
    const other = [{ ...secrets[0]!, name: 'OTHER' }];
    const all = [client.addSecrets(secrets), client.addSecrets(other)];
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
    ]);
    await client.addSecrets(secrets);
    expect(calls).toEqual(['TOKEN 1', 'OTHER 1', 'TOKEN 1']);
  });

  it('lets large uploads take turns, and small ones pass', async () => {
    const { client, begun, end } = slowUploads();
    const first = client.uploadFiles('a', large);
    const second = client.uploadFiles('b', large);
    const third = client.uploadFiles('c', small);
    await expect.poll(() => begun).toEqual(['c', 'a']);
    end('c');
    await third;
    end('a');
    await first;
    await expect.poll(() => begun).toEqual(['c', 'a', 'b']);
    end('b');
    await second;
  });

  it('lets one that waits be told to stop, without losing the turns of the others', async () => {
    const { client, begun, end } = slowUploads();
    const controller = new AbortController();
    const first = client.uploadFiles('a', large);
    const second = client.uploadFiles('b', large, {}, controller.signal);
    const third = client.uploadFiles('c', large);
    controller.abort(new Error('Interrupted.'));
    await expect(second).rejects.toThrow('Interrupted.');
    expect(begun).toEqual(['a']);
    end('a');
    await first;
    await expect.poll(() => begun).toEqual(['a', 'c']);
    end('c');
    await third;
  });
});
