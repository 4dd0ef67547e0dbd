/** The source of the token of each request: a login may live for minutes only, a run for days. */

export interface TokenSource {
  /**
   * The token to send now, renewed when it is about to end.
   *
   * @throws ReanaCiError `unauthorized` or `login-expired` when there is none to be had, `unreachable` when it
   * could not be renewed just now
   */
  current(signal?: AbortSignal): Promise<string>;
  /**
   * Looks for another token after the server has refused `refused`.
   *
   * @returns `undefined` when there is no other
   * @throws what {@link TokenSource.current} throws
   */
  replace(refused: string, signal?: AbortSignal): Promise<string | undefined>;
  /** What the user can do when the server refuses the token; the client's own hint when absent. */
  readonly advice?: string;
}

/** A source that has one token for ever. */
export function fixedToken(token: string): TokenSource {
  return {
    current: () => Promise.resolve(token),
    replace: () => Promise.resolve(undefined),
  };
}
