/** A container as a job of REANA has it, which looks at what is closed to it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { createDockerExecutor } from '../../../local/executor/docker.ts';
import type { ImageSettings, ImageTools } from './image.ts';

/** What it was asked for: the folder that commands start in, the home of the image's user, … */
export type Purpose = 'folder' | 'home' | 'search path' | 'command';

export interface ClosedPath {
  readonly purpose: Purpose;
  readonly path: string;
  /** The part of `path` that may not be read or entered. */
  readonly barrier: string;
}

export interface Probe {
  /** Why the container did not start, or did not answer. */
  readonly problem?: string;
  /** The user of the image, when its list of users knows it. */
  readonly imageUid?: number;
  readonly closed: readonly ClosedPath[];
}

/** Seconds; the probe itself takes a moment, but engines can be slow to start one. */
const patience = 120;

/**
 * Starts the image as user `uid` of group 0, with `bash` in place of its entrypoint.
 *
 * @param paths absolute paths that the commands name
 */
export async function probeImage(
  { docker, signal }: ImageTools,
  image: string,
  settings: ImageSettings,
  uid: number,
  paths: readonly string[],
): Promise<Probe> {
  const workspace = await mkdtemp(path.join(tmpdir(), 'reana-ci-lint-'));
  const output = new PassThrough();
  const printed = text(output);
  try {
    const command = probeScript(settings, paths);
    const hints = { kubernetesUid: uid, timeout: patience };
    const job = { id: path.basename(workspace), name: 'lint', environment: {} };
    const outcome = await createDockerExecutor({ docker }).execute(
      { ...job, image, command, workspace, hints },
      output,
      signal,
    );
    output.end();
    if (outcome.status !== 'finished') return { closed: [], problem: outcome.reason };
    const answer = readAnswer(await printed);
    return { ...answer, closed: await thoseThatExist(docker, image, answer.closed) };
  } catch (error) {
    signal.throwIfAborted();
    return { closed: [], problem: error instanceof Error ? error.message : String(error) };
  } finally {
    output.end();
    await rm(workspace, { recursive: true, force: true });
  }
}

/** Nothing but bash is used: the image may hold nothing else. */
function probeScript({ user, folder }: ImageSettings, paths: readonly string[]): string {
  const [name = ''] = user.split(':');
  return `
    look() {
      local path=$2
      until [ -e "$path" ]; do path=\${path%/*}; path=\${path:-/}; done
      if [ -d "$path" ]; then
        if [ -x "$path" ] && { [ "$path" != "$2" ] || [ -r "$path" ]; }; then return; fi
      elif [ -r "$path" ]; then return; fi
      printf 'closed\\t%s\\t%s\\t%s\\n' "$1" "$2" "$path"
    }
    look folder ${quoted(folder)}
    IFS=:
    for entry in $PATH; do case $entry in /*) look 'search path' "$entry";; esac; done
    for entry in ${paths.map(quoted).join(' ')}; do look command "$entry"; done
    wanted=${quoted(name)}
    while read -r name _ id _ _ home _; do
      if [ -z "$wanted" ] || { [ "$name" != "$wanted" ] && [ "$id" != "$wanted" ]; }; then continue; fi
      printf 'user\\t%s\\n' "$id"
      [ "$id" = 0 ] || look home "$home"
      break
    done < /etc/passwd
    exit 0`;
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** The user of a job cannot tell what there is behind a barrier; the engine can. */
async function thoseThatExist(
  docker: Docker,
  image: string,
  closed: readonly ClosedPath[],
): Promise<ClosedPath[]> {
  if (closed.every(({ path: name, barrier }) => name === barrier)) return [...closed];
  const container = await docker.createContainer({ Image: image, Entrypoint: ['bash'] });
  try {
    const existing: ClosedPath[] = [];
    for (const entry of closed) {
      const isThere = await container.infoArchive({ path: entry.path }).then(
        () => true,
        () => false,
      );
      if (isThere) existing.push(entry);
    }
    return existing;
  } finally {
    await container.remove({ force: true });
  }
}

function readAnswer(printed: string): Probe {
  const rows = printed.split('\n').map((line) => line.split('\t'));
  const user = rows.find(([kind]) => kind === 'user')?.[1];
  return {
    ...(user === undefined || !/^\d+$/.test(user) ? {} : { imageUid: Number(user) }),
    closed: rows
      .filter(([kind]) => kind === 'closed')
      .map(([, purpose, asked = '', barrier = '']) => ({
        purpose: purpose as Purpose,
        path: asked,
        barrier,
      })),
  };
}
