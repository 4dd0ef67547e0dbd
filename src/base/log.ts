/** The log for progress and warnings: the only way text leaves the program besides a command's own output. */

export interface Log {
  /** One line of progress. */
  info(line: string): void;
  warn(line: string): void;
  /** Only shown with `--verbose`. */
  debug(line: string): void;
}

/** A log that keeps quiet. */
export const silentLog: Log = { info: ignore, warn: ignore, debug: ignore };

function ignore(): void {
  // Nothing is wanted of the line.
}
