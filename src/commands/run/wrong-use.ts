/** A `run` whose command line is wrong, where somebody waits for more than an exit code. */
import { ReanaCiError } from '../../base/error.ts';
import { findPandaFolder, isDeclaredPanda } from '../../hosts/panda/recognise.ts';
import type { Edge } from '../edge.ts';

/**
 * Ends a PanDA job as {@link inPandaJob} does; does nothing elsewhere.
 *
 * @param message what Commander has printed
 * @throws Told in a PanDA job
 */
export async function onWrongUse(
  edge: Edge,
  arguments_: readonly string[],
  message: string,
): Promise<void> {
  if (!arguments_.includes('run')) return;
  const folder = await findPandaFolder({
    ...edge,
    isDeclared: isDeclaredPanda(arguments_.includes('--panda'), edge.env),
  });
  if (folder === undefined) return;
  const { inPandaJob } = await import('./panda-job.ts');
  const error = new ReanaCiError('usage', message.replace(/^error: /, ''));
  await inPandaJob(edge, folder, () => Promise.reject(error));
}
