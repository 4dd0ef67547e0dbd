/** The outside world as a command sees it: read once in `main.ts`, handed in, replaced in tests. */

export interface Edge {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute folder that relative paths of the command line start from. */
  readonly cwd: string;
  /** Takes what the command was asked for: a table, a log, JSON. Secrets are masked on the way. */
  readonly stdout: NodeJS.WritableStream;
  /** Takes progress, warnings and errors. Secrets are masked on the way. */
  readonly stderr: NodeJS.WritableStream;
  /** Whether somebody watches: stderr is a terminal and this is no CI job. */
  readonly interactive: boolean;
  /** Aborted by the first SIGINT or SIGTERM, with an {@link Interruption} as its reason. */
  readonly signal: AbortSignal;
  /** Masks these values, too, in everything written from now on. */
  readonly hide: (secrets: Iterable<string>) => void;
  /** Shows `value` again: the token that a command is asked to hand out. */
  readonly reveal: (value: string) => void;
  /**
   * Has `end` called, and awaited, before an error that nothing has caught ends the process; without it, the
   * error is printed.
   */
  readonly onBug: (end: (error: Error) => Promise<void>) => void;
}

/** Why {@link Edge.signal} was aborted. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  /** 128 + the signal's number: 130 or 143. */
  readonly exitCode: number;

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`Interrupted by ${signal}.`);
    this.exitCode = signal === 'SIGINT' ? 130 : 143;
  }
}

/** An error that the user has been told already; only its exit code is left to set. */
export class Told extends Error {
  override readonly name = 'Told';
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}
