/** Logs that are too long for the memory: written to files as they come, or cut down to their end. */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Redact } from '../base/redact.ts';
import { unfinishedName } from '../base/replace-file.ts';
import type { LongString } from './json-sieve.ts';

/** What becomes of logs of more than 64 KiB. */
export type LongLogs =
  /** Of each, the end is given. */
  | 'cut'
  /** Besides, each is written to a file of this folder, which is to be renamed or removed. */
  | { readonly folder: string; readonly redact: Redact };

export interface LongLog extends LongString {
  /** The last characters. */
  readonly tail: string;
  readonly file?: string;
  /** Closes and removes the file of an answer that has broken off. */
  discard(): void;
}

/** Characters of a log's end that are kept. */
const tailLength = 64 * 1024;
/** Characters that are masked together, up to the end of a line. */
const window = 1024 * 1024;
/** A line of this length is cut. */
const longestLine = 16 * window;

/** @throws the system's error when the file cannot be written */
export function openLongLog(kind: LongLogs): LongLog {
  const file = kind === 'cut' ? undefined : path.join(kind.folder, unfinishedName());
  let handle = file === undefined ? undefined : openSync(file, 'wx', 0o644);
  const redact = kind === 'cut' ? (text: string) => text : kind.redact;
  let waiting = '';
  let tail = '';

  function put(text: string): void {
    if (text === '') return;
    const safe = redact(text);
    tail = (tail + safe).slice(-tailLength);
    if (handle === undefined) return;
    const bytes = Buffer.from(safe);
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
  }

  function close(): void {
    if (handle !== undefined) closeSync(handle);
    handle = undefined;
  }

  return {
    standIn: `long ${randomBytes(16).toString('hex')}`,
    ...(file === undefined ? {} : { file }),
    get tail() {
      return tail;
    },
    write(text) {
      waiting += text;
      if (waiting.length < window) return;
      const end = waiting.lastIndexOf('\n') + 1;
      if (end === 0 && waiting.length < longestLine) return;
      put(waiting.slice(0, end === 0 ? undefined : end));
      waiting = end === 0 ? '' : waiting.slice(end);
    },
    end() {
      put(waiting === '' || waiting.endsWith('\n') ? waiting : `${waiting}\n`);
      waiting = '';
      close();
    },
    discard() {
      close();
      if (file !== undefined) rmSync(file, { force: true });
    },
  };
}
