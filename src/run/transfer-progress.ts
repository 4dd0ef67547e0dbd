/** Word of how far a transfer is: whenever a file has arrived, and while large ones are on their way. */
import type { RunContext } from './run-context.ts';

export interface TransferProgress {
  /** So many bytes of the file have passed in this attempt. */
  readonly passed: (path: string, bytes: number) => void;
  /** The file is there, whole. */
  readonly arrived: (path: string, size: number) => void;
}

export interface TransferSize {
  /** Files. */
  readonly total: number;
  readonly totalBytes: number;
  /** Files and bytes that are there from before. */
  readonly done?: number;
  readonly bytes?: number;
}

/** Milliseconds between two words on files that are on their way. */
const announceInterval = 1000;

/** Tells how things stand, and again as they change. */
export function createTransferProgress(
  kind: 'upload' | 'download',
  { total, totalBytes, done = 0, bytes = 0 }: TransferSize,
  { host, now }: Pick<RunContext, 'host' | 'now'>,
): TransferProgress {
  let filesThere = done;
  let bytesThere = bytes;
  /** By path; a transfer that broke begins again, so its bytes are not added to those of the attempt before. */
  const underWay = new Map<string, number>();
  let announced = -Infinity;
  announce();

  return {
    passed(path, part) {
      underWay.set(path, part);
      if (now() - announced >= announceInterval) announce();
    },
    arrived(path, size) {
      underWay.delete(path);
      filesThere += 1;
      bytesThere += size;
      announce();
    },
  };

  function announce(): void {
    announced = now();
    const moving = [...underWay.values()].reduce((sum, part) => sum + part, bytesThere);
    host.announce({ kind, done: filesThere, total, bytes: moving, totalBytes });
  }
}
