/** Storing the secrets of a run such that it starts with these values or not at all. */
import { isReanaCiError } from '../../base/error.ts';
import type { Secret } from '../../reana/types.ts';
import type { RunContext } from '../run-context.ts';
import { markSecrets, oldMarks, type SecretMark } from './secret-mark.ts';

/** Times that storing is tried when another job has overwritten what was stored a moment ago. */
const tries = 3;
const pause = 2000;

/**
 * Stores `secrets` with a mark, and says when another job of the account uses other values.
 *
 * @param owner id of the run
 * @returns the mark, to be released when the run has ended
 * @throws ReanaCiError `secret-missing` when the server does not keep them, what it refuses, `unreachable`
 */
export async function storeSecrets(
  secrets: readonly Secret[],
  owner: string,
  context: RunContext,
): Promise<SecretMark> {
  const { client, delay, host, now, signal } = context;
  const mark = markSecrets(secrets, now(), owner);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.addSecrets([...secrets, mark.secret], { overwrite: true }, signal);
      break;
    } catch (error) {
      const isLost = isReanaCiError(error) && error.code === 'secret-missing';
      if (!isLost || attempt === tries) throw error;
      await delay(pause * attempt, signal);
    }
  }
  const stored = await client.secrets(signal);
  const others = mark.conflicts(stored, now());
  if (others.length > 0) {
    host.announce({
      kind: 'warning',
      message:
        `Another run of this account has stored another value of ${others.join(', ')} and may still need it: ` +
        'steps that it starts from now on get the value of this run.',
    });
  }
  const old = oldMarks(stored, now());
  if (old.length > 0) await remove(old, context);
  return mark;
}

/**
 * Removes the mark of a run that has ended, and says when its values were overwritten meanwhile.
 * A problem here changes nothing about the run.
 */
export async function releaseSecrets(mark: SecretMark, context: RunContext): Promise<void> {
  const { client, host, now, signal } = context;
  try {
    const others = mark.conflicts(await client.secrets(signal), now());
    if (others.length === 0) {
      await remove([mark.secret.name], context);
      return;
    }
    // It stays for the other run to see.
    host.announce({
      kind: 'warning',
      message:
        `While this run went on, another run of this account used another value of ${others.join(', ')}: ` +
        'steps may have got either. Give the runs secrets of different names, or one after the other.',
    });
  } catch (error) {
    if (!isReanaCiError(error) && !signal.aborted) throw error;
  }
}

async function remove(names: readonly string[], { client, signal }: RunContext): Promise<void> {
  try {
    await client.deleteSecrets(names, signal);
  } catch (error) {
    // Another run has removed it, or the next one does.
    if (!isReanaCiError(error)) throw error;
  }
}
