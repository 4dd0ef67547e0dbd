/**
 * A mark among the secrets of an account. REANA gives no value back, and says "added" also when its cluster
 * has refused; secrets sent in one request are stored together or not at all, so that a mark with a name of its
 * own tells that the values sent with it are there. As long as it stays, other jobs of the account can see
 * that they use other values of the same names.
 */
import { createHash, scryptSync } from 'node:crypto';
import type { Secret, SecretName } from '../../reana/types.ts';

export interface SecretMark {
  /** To be stored with the secrets. */
  readonly secret: Secret;
  /** Names of our secrets that the owner of another mark has given another value. */
  conflicts(stored: readonly SecretName[], now: number): string[];
}

const prefix = 'reana-ci.';
/** Milliseconds; who has not come back by then has died, and nobody is told of its values any more. */
const longestUse = 24 * 3_600_000;
/** Milliseconds after which anybody may remove a mark. */
const longestLife = 7 * longestUse;
/** The longest name of a secret is 253. */
const mostMarked = 20;

/**
 * Makes a mark for `secrets`.
 *
 * @param now milliseconds since the epoch
 * @param owner id of the run that needs them
 */
export function markSecrets(secrets: readonly Secret[], now: number, owner: string): SecretMark {
  const marked = new Map(
    secrets.slice(0, mostMarked).map(({ name, value }) => [nameHash(name), { name, value }]),
  );
  const own = new Map([...marked].map(([hash, { value }]) => [hash, valueHash(value)]));
  const entries = [...own].map(([name, value]) => name + value).join('');
  const minutes = Math.floor(now / 60_000).toString(36);
  const name = `${prefix}${minutes}.${ownerHash(owner)}.${entries}`;
  return {
    secret: { name, type: 'file', value: Buffer.from('1') },
    conflicts(stored, at) {
      const names = new Set<string>();
      for (const mark of stored) {
        const read = readMark(mark.name);
        if (read === undefined || read.owner === ownerHash(owner) || at - read.time > longestUse)
          continue;
        for (const [hash, value] of read.entries) {
          const ours = own.get(hash);
          const of = marked.get(hash);
          if (of !== undefined && ours !== value) names.add(of.name);
        }
      }
      return [...names];
    },
  };
}

/** Whether a secret is one of these marks. */
export function isSecretMark(name: string): boolean {
  return readMark(name) !== undefined;
}

/** Whether a secret is a mark of this run, also one that an earlier try of its job has made. */
export function isMarkOf(owner: string, name: string): boolean {
  return readMark(name)?.owner === ownerHash(owner);
}

/** Whether a run other than `owner` has marked one of these names, and may still need it. */
export function isUsedBesides(
  owner: string,
  names: readonly string[],
  stored: readonly SecretName[],
  now: number,
): boolean {
  const hashes = names.map(nameHash);
  return stored.some(({ name }) => {
    const mark = readMark(name);
    if (mark === undefined || mark.owner === ownerHash(owner)) return false;
    return now - mark.time <= longestUse && hashes.some((hash) => mark.entries.has(hash));
  });
}

/** Marks that were left behind long ago. */
export function oldMarks(stored: readonly SecretName[], now: number): string[] {
  return stored
    .map(({ name }) => name)
    .filter((name) => now - (readMark(name)?.time ?? Infinity) > longestLife);
}

interface ReadMark {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly owner: string;
  readonly entries: ReadonlyMap<string, string>;
}

function readMark(name: string): ReadMark | undefined {
  const match = /^reana-ci\.([0-9a-z]{1,9})\.([0-9a-f]{8})\.((?:[0-9a-f]{10})*)$/.exec(name);
  if (match === null) return undefined;
  const entries = (match[3] ?? '').match(/.{10}/g) ?? [];
  return {
    time: parseInt(match[1] ?? '', 36) * 60_000,
    owner: match[2] ?? '',
    entries: new Map(entries.map((entry) => [entry.slice(0, 6), entry.slice(6)])),
  };
}

/** Two runs of an account at the same time are told apart. */
function ownerHash(owner: string): string {
  return createHash('sha256').update(owner).digest('hex').slice(0, 8);
}

function nameHash(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 6);
}

/** Two bytes of a hash that takes its time: enough to tell values apart, and of no use for finding one. */
function valueHash(value: Uint8Array): string {
  return scryptSync(value, 'reana-ci', 2, { N: 1024 }).toString('hex');
}
