/**
 * Names of files as REANA writes them: bytes that are not UTF-8 become half surrogates (Python's
 * "surrogateescape"), so that every file has a name in a list, and one of its own.
 */
import { Buffer, isUtf8 } from 'node:buffer';

export function nameOfBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  let name = '';
  for (let at = 0; at < bytes.length;) {
    const length = lengthOfCharacter(bytes, at);
    name +=
      length === 0
        ? String.fromCharCode(0xdc00 + (bytes[at] ?? 0))
        : bytes.toString('utf8', at, at + length);
    at += Math.max(length, 1);
  }
  return name;
}

/** What the file system calls a file or path that {@link nameOfBytes} has named. */
export function bytesOfName(name: string): Buffer | string {
  if (name.isWellFormed()) return name;
  const parts = name.split(/([\udc80-\udcff])/u);
  return Buffer.concat(
    parts.map((part) =>
      part.isWellFormed() ? Buffer.from(part) : Buffer.from([part.charCodeAt(0) - 0xdc00]),
    ),
  );
}

/** Bytes of the character that begins there; 0 where none does. */
function lengthOfCharacter(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length += 1) {
    if (isUtf8(bytes.subarray(at, at + length))) return length;
  }
  return 0;
}
