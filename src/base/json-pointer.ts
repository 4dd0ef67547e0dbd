/** JSON pointers (RFC 6901), and paths that are written like them. */

/** `/a/0/b~1c` for `['a', 0, 'b/c']`. */
export function pointerText(steps: readonly (string | number)[]): string {
  return steps.map((step) => `/${escapeStep(String(step))}`).join('');
}

/** The steps of a pointer: `['a', '0', 'b/c']`. */
export function parsePointer(text: string): string[] {
  return text.split('/').slice(1).map(unescapeStep);
}

/** `b~1c` for `b/c`: what can stand between two slashes. */
export function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

export function unescapeStep(text: string): string {
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}
