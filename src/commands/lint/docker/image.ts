/** Facts that a container engine, or the registry behind it, tells of an image. */
import type Docker from 'dockerode';
import { ensureImage, statusOf } from '../../../local/executor/image.ts';

export interface ImageSettings {
  /** As `USER` has it: a name or a number, `analyst:analysis`; empty for root. */
  readonly user: string;
  /** Where commands start; `/` unless `WORKDIR` says otherwise. */
  readonly folder: string;
  readonly entrypoint: readonly string[];
  /** In the words of Go: `amd64`. */
  readonly architecture: string;
}

export type ImageState =
  | { readonly kind: 'here'; readonly settings: ImageSettings }
  /** The registry has no such image. */
  | { readonly kind: 'nowhere' }
  /** It is not on this machine, and nothing speaks against it. */
  | { readonly kind: 'unseen'; readonly reason: string };

export interface ImageTools {
  readonly docker: Docker;
  /** Whether images that are missing are fetched; they can have gigabytes. */
  readonly pull: boolean;
  /** Where the progress of fetching is told. */
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/** Looks at an image on this machine; asks the registry about one that is not here. */
export async function readImage(name: string, tools: ImageTools): Promise<ImageState> {
  const { docker, pull, output, signal } = tools;
  const settings = await readSettings(docker, name);
  if (settings !== undefined) return { kind: 'here', settings };
  const elsewhere = await askRegistry(docker, name);
  if (!pull || elsewhere.kind === 'nowhere') return elsewhere;
  if (!(await ensureImage(docker, name, output, signal))) return elsewhere;
  const fetched = await readSettings(docker, name);
  return fetched === undefined ? elsewhere : { kind: 'here', settings: fetched };
}

async function readSettings(docker: Docker, name: string): Promise<ImageSettings | undefined> {
  try {
    const { Config, Architecture } = await docker.getImage(name).inspect();
    const { Entrypoint, User, WorkingDir } = Config;
    return {
      user: User,
      folder: WorkingDir === '' ? '/' : WorkingDir,
      entrypoint: typeof Entrypoint === 'string' ? [Entrypoint] : (Entrypoint ?? []),
      architecture: Architecture,
    };
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** The engine asks for the image's description only, which is small. */
async function askRegistry(docker: Docker, name: string): Promise<ImageState> {
  try {
    await docker.getImage(name).distribution();
    return { kind: 'unseen', reason: 'it is not on this machine' };
  } catch (error) {
    if (statusOf(error) === 404) return { kind: 'nowhere' };
    return {
      kind: 'unseen',
      reason: 'it is not on this machine, and its registry does not tell whether it exists',
    };
  }
}
