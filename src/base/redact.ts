/** Keeping secrets out of everything that is shown. */

/** Replaces secrets in a text. */
export type Redact = (text: string) => string;

const mask = '[hidden]';
/** Shorter values are hidden only where they stand alone, and not at all where they are words (`atlas`). */
const shortestAnywhere = 6;
/** A value of one or two characters says nothing, and would blot out every text. */
const shortestSecret = 3;
const word = /^[a-z]+$/;

/**
 * Makes a function that masks every given secret, each long line of it, its URL-encoded, hexadecimal and base64
 * forms, also within longer base64, and the value of any `access_token=` query parameter.
 */
export function createRedact(secrets: Iterable<string>): Redact {
  const forms = new Set<string>();
  const words = new Set<string>();
  for (const secret of secrets) {
    for (const part of [secret, ...linesOf(secret)]) {
      if (part.length >= shortestAnywhere) for (const form of formsOf(part)) forms.add(form);
      else if (part.length >= shortestSecret && !word.test(part)) words.add(part);
    }
  }
  // Longest first, so that a secret which contains another is hidden whole.
  const sorted = [...forms].sort((a, b) => b.length - a.length);
  const alone =
    words.size === 0
      ? undefined
      : new RegExp(`(?<![\\w-])(?:${[...words].map(escaped).join('|')})(?![\\w-])`, 'g');
  return (text) => {
    let safe = text.replace(/(access_token=)[^&\s"'#]+/gi, `$1${mask}`);
    for (const form of sorted) safe = safe.replaceAll(form, mask);
    return alone === undefined ? safe : safe.replace(alone, mask);
  };
}

/** Lines of a key or a certificate; its first and last line are no secret. */
function linesOf(secret: string): string[] {
  if (!/[\r\n]/.test(secret.trim())) return secret === secret.trim() ? [] : [secret.trim()];
  return secret
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line.length >= shortestAnywhere && !/^-----(?:BEGIN|END) /.test(line));
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    hex,
    hex.toUpperCase(),
    ...innerBase64(bytes),
  ].filter((form) => form.length >= shortestAnywhere);
}

/** What base64 of a longer text has of these bytes, wherever among groups of three they begin. */
function innerBase64(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const whole = padded.toString('base64').replace(/=+$/, '');
    // Characters that also depend on the bytes around them are left out.
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor((padded.length * 8) / 6);
    const inner = whole.slice(from, to);
    return inner.length < 8 ? [] : [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
