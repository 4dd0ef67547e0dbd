/** Keeping secrets out of everything that is shown. */

/** Replaces secrets in a text. */
export type Redact = (text: string) => string;

const mask = '[hidden]';
/** Shorter values (`atlas`, `me`) would blot out ordinary words. */
const shortestSecret = 6;

/**
 * Makes a function that masks every given secret, its URL-encoded and its base64 form, and the value
 * of any `access_token=` query parameter.
 */
export function createRedact(secrets: Iterable<string>): Redact {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < shortestSecret) continue;
    forms.add(secret);
    forms.add(encodeURIComponent(secret));
    forms.add(Buffer.from(secret).toString('base64'));
  }
  // Longest first, so that a secret which contains another is hidden whole.
  const sorted = [...forms].sort((a, b) => b.length - a.length);
  return (text) => {
    let safe = text.replace(/(access_token=)[^&\s"'#]+/gi, `$1${mask}`);
    for (const form of sorted) safe = safe.replaceAll(form, mask);
    return safe;
  };
}
