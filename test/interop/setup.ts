/** Before any interop test: what all of them need. Peers are installed by the tests that use them. */
import { requireUv } from './peers.ts';
import { references } from './references.ts';

/**
 * @throws Error when Python is missing, or when CI runs without the references that many suites compare
 * with: there, a skipped suite would look like a passed one
 */
export async function setup(): Promise<void> {
  if (references === undefined && process.env.CI === 'true') {
    throw new Error(
      'The folder ../shared with recorded answers is missing; CI must not skip them.',
    );
  }
  await requireUv();
}
