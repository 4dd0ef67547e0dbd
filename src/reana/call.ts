/** One request to the API, before it is sent. */

export interface Call {
  /** What is asked, to follow "Could not": `list the files of run 3f2…`. */
  readonly action: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Segments after `/api`, not encoded; a last `''` gives the trailing slash some endpoints want. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: Body;
  /** Sent without the token. */
  readonly anonymous?: boolean;
  /** Doing it twice is not doing it once: repeated only when the server certainly did nothing. */
  readonly once?: boolean;
  /** Moves file contents: gets a longer timeout. */
  readonly transfer?: boolean;
  /** How often an internal error without a word is tried again: by default for as long as an outage. */
  readonly silence?: 'few' | 'never';
  /** Reads the answer, when it is too long to be read as it is: gives JSON text. */
  readonly read?: (body: AsyncIterable<Uint8Array>) => Promise<string>;
  /** Values to mask in whatever the server says about them. */
  readonly secrets?: readonly string[];
}

/** A request's body; `open` is called for every try and gives exactly `size` bytes. */
export interface Body {
  readonly type: string;
  readonly size: number;
  readonly open: () => AsyncIterable<Uint8Array> | Uint8Array;
}

/** A body of JSON. */
export function jsonBody(value: unknown): Body {
  const content = Buffer.from(JSON.stringify(value));
  return { type: 'application/json', size: content.length, open: () => content };
}

/** Path and query of a call as they go on the wire. */
export function targetOf(
  prefix: string,
  call: Call,
  credentials: Readonly<Record<string, string>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  for (const [name, value] of Object.entries(credentials)) query.set(name, value);
  const path = ['api', ...call.path].map(encodeSegment).join('/');
  return `${prefix}/${path}${query.size === 0 ? '' : `?${query.toString()}`}`;
}

/** A name that is no text (bytes that are not UTF-8) cannot be asked for; what stands in its place is not found. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed());
}
