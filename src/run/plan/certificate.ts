/** Grid certificates and keys, checked before a run waits hours for a proxy it cannot get. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Finding } from '../../base/error.ts';

const day = 86_400_000;
/** A run may wait for days in a queue. */
const soon = 7 * day;

/**
 * What is wrong with the first certificate of `pem`: unreadable, expired, not valid yet; a warning when it
 * ends within a week.
 *
 * @param name of the secret, for the message
 * @param now milliseconds since the epoch
 */
export function checkCertificate(name: string, pem: Uint8Array, now: number): Finding[] {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    return [problem(`${name} holds no certificate in PEM format.`)];
  }
  const from = certificate.validFromDate.getTime();
  const to = certificate.validToDate.getTime();
  if (now > to) {
    return [problem(`${name} expired on ${isoDay(to)}.`, 'Renew it and store it again.')];
  }
  if (now < from) return [problem(`${name} is valid only from ${isoDay(from)} on.`)];
  if (to - now > soon) return [];
  return [
    {
      rule: 'secret-expires',
      severity: 'warning',
      message: `${name} expires on ${isoDay(to)}; a run that waits longer will fail.`,
    },
  ];
}

/** Whether certificate and key belong to each other; `undefined` when that cannot be told. */
export function belongTogether(certificate: Uint8Array, key: KeyObject): boolean | undefined {
  try {
    return new X509Certificate(certificate).checkPrivateKey(key);
  } catch {
    return undefined;
  }
}

/** How an attempt to read a private key ended. */
export type OpenedKey =
  | { readonly state: 'open'; readonly key: KeyObject }
  /** Wrong passphrase, or none for an encrypted key. */
  | { readonly state: 'locked' }
  /** Not a key, or a cipher that cannot be read here. */
  | { readonly state: 'unreadable' };

/** Tries to read a PEM private key with `passphrase`. */
export function openPrivateKey(pem: Uint8Array, passphrase: string | undefined): OpenedKey {
  try {
    const key = createPrivateKey({
      key: Buffer.from(pem),
      format: 'pem',
      ...(passphrase === undefined ? {} : { passphrase }),
    });
    return { state: 'open', key };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const locked =
      code === 'ERR_MISSING_PASSPHRASE' ||
      /BAD_DECRYPT|BAD_PASSWORD|INTERRUPTED_OR_CANCELLED/.test(code);
    return { state: locked ? 'locked' : 'unreadable' };
  }
}

function problem(message: string, hint?: string): Finding {
  return {
    rule: 'secret-invalid',
    severity: 'error',
    message,
    ...(hint === undefined ? {} : { hint }),
  };
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
