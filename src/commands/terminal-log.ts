/** Progress and warnings of a command, on stderr. */
import type { Log } from '../base/log.ts';
import type { Edge } from './edge.ts';

/** A log that writes to stderr; `debug` lines only when `verbose`. */
export function createTerminalLog(edge: Edge, verbose = false): Log {
  const write = (line: string) => {
    edge.stderr.write(`${line}\n`);
  };
  return {
    info: write,
    warn(line) {
      write(`warning: ${line}`);
    },
    debug(line) {
      if (verbose) write(line);
    },
  };
}
