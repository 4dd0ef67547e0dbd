/** Names for workflow runs. */

const longest = 80;

/**
 * Makes a run name of any text: REANA refuses dots, slashes, anything beyond ASCII, and names that look
 * like its own ids. Letters, digits, `_` and `-` stay; everything else becomes `-`.
 */
export function runName(text: string): string {
  const plain = text
    // Letters with accents come apart, and the accents go.
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '');
  if (plain === '') return 'analysis';
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(plain) ? `run-${plain}` : plain;
}
