/** Secrets that are on REANA for one run only, and are taken away when it has ended. */
import { isReanaCiError, ReanaCiError } from '../../base/error.ts';
import type { SecretName } from '../../reana/types.ts';
import { proxyFile, proxyVariable } from '../plan/id-token.ts';
import type { RunContext } from '../run-context.ts';
import { isMarkOf, isUsedBesides } from './secret-mark.ts';

/**
 * REANA gives no value back: what stands under a name before cannot be put there again.
 *
 * @throws ReanaCiError `secret-missing` when a proxy of the owner's would be lost
 */
export function checkTemporary(names: readonly string[], stored: readonly SecretName[]): void {
  const has = (name: string) => stored.some((secret) => secret.name === name);
  if (!names.includes(proxyVariable) || !has(proxyVariable) || has(proxyFile)) return;
  throw new ReanaCiError(
    'secret-missing',
    `The account has a ${proxyVariable} of its own, which the proxy of the job would replace for good.`,
    { hint: `Remove it: reana-client secrets-delete ${proxyVariable}` },
  );
}

/**
 * Takes away the secrets of a run that has ended, unless another run of the account uses those names: then that
 * one does. A problem here changes nothing about the run.
 *
 * @param owner id of the run
 */
export async function removeTemporary(
  names: readonly string[],
  owner: string,
  {
    client,
    host,
    now,
    signal,
  }: Pick<RunContext, 'client' | 'now' | 'signal'> & {
    readonly host?: RunContext['host'];
  },
): Promise<void> {
  if (names.length === 0) return;
  try {
    const stored = await client.secrets(signal);
    const marks = stored.flatMap(({ name }) => (isMarkOf(owner, name) ? [name] : []));
    const isUsed = isUsedBesides(owner, names, stored, now());
    const own = isUsed ? [] : names.filter((name) => stored.some((secret) => secret.name === name));
    await client.deleteSecrets([...own, ...marks], signal);
  } catch (error) {
    if (!isReanaCiError(error) && !signal.aborted) throw error;
    const words = names.join(' ');
    host?.announce({
      kind: 'warning',
      message: `Secrets of this run may be left on REANA: reana-client secrets-delete ${words}`,
    });
  }
}
