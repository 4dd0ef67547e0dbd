/** Container images: there already, or fetched. */
import type Docker from 'dockerode';
import * as v from 'valibot';

/** A line of the engine's answer while it fetches an image; lines with an `id` speak of one layer. */
const PullEvent = v.object({
  status: v.optional(v.string()),
  id: v.optional(v.string()),
  error: v.optional(v.string()),
});

/**
 * Makes sure that `image` is on the container engine, fetching it when it is not.
 *
 * @returns false when it cannot be fetched; `output` then says why
 */
export async function ensureImage(
  docker: Docker,
  image: string,
  output: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<boolean> {
  if (await hasImage(docker, image)) return true;
  output.write(`Fetching the image ${image}\n`);
  try {
    const answer = await docker.pull(image, { abortSignal: signal });
    await followPull(docker, answer, output);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    output.write(
      `The image ${image} cannot be fetched: ${error instanceof Error ? error.message : String(error)}\n` +
        'Check its name and tag. For a private registry: log in and fetch it once by hand. ' +
        'Without a registry, --executor process runs steps with the programs of this machine.\n',
    );
    return false;
  }
}

async function hasImage(docker: Docker, image: string): Promise<boolean> {
  try {
    await docker.getImage(image).inspect();
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}

async function followPull(
  docker: Docker,
  answer: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(
      answer,
      (error) => {
        if (error === null) resolve();
        else reject(error);
      },
      (event: unknown) => {
        const progress = v.parse(PullEvent, event);
        if (progress.error !== undefined) reject(new Error(progress.error));
        else if (progress.id === undefined) output.write(`${progress.status ?? ''}\n`);
      },
    );
  });
}

/** The HTTP status that the container engine answered with, when that is what `error` is about. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
