/** A real container engine with a small image, for tests that need one. */
import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Docker from 'dockerode';
import { createShell } from '../../src/base/shell.ts';
import { exclusively } from './exclusively.ts';

/** A minimal Debian: bash and coreutils, no Python. Made on this machine, never fetched as an image. */
export const baseImage = 'reana-ci.test/debian:bookworm';

const repository = path.resolve(import.meta.dirname, '../..');
const cache = path.join(repository, '.cache/docker-engine');
const shell = createShell({ timeout: 9 * 60_000 });

/**
 * Gives a container engine that has {@link baseImage}: the machine's own, or Docker's daemon started here
 * (as root), which stays for the next run. The image is built once and kept in `.cache`.
 *
 * @returns the reason in `problem` where this machine can have neither
 */
export function requireDockerEngine(): Promise<{ docker: Docker } | { problem: string }> {
  return exclusively(path.join(cache, 'lock'), prepareDockerEngine);
}

async function prepareDockerEngine(): Promise<{ docker: Docker } | { problem: string }> {
  const docker = new Docker();
  if (!(await answers(docker))) {
    const problem = await startDaemon(docker);
    if (problem !== undefined) return { problem };
  }
  const problem = await ensureBaseImage(docker);
  return problem === undefined ? { docker } : { problem };
}

async function answers(docker: Docker): Promise<boolean> {
  try {
    await docker.ping();
    return true;
  } catch {
    return false;
  }
}

async function startDaemon(docker: Docker): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'no container engine answers, and only root can start one';
  const installed = await ensurePackage('dockerd', 'docker.io');
  if (installed !== undefined) return installed;
  await mkdir(cache, { recursive: true });
  const log = openSync(path.join(cache, 'dockerd.log'), 'a');
  spawn('dockerd', [], { detached: true, stdio: ['ignore', log, log] }).unref();
  for (let tries = 0; tries < 300; tries += 1) {
    if (await answers(docker)) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return `dockerd does not start, see ${path.join(cache, 'dockerd.log')}`;
}

async function ensureBaseImage(docker: Docker): Promise<string | undefined> {
  const present = await docker.listImages({ filters: { reference: [baseImage] } });
  if (present.length > 0) return undefined;
  const archive = path.join(cache, 'debian.tar');
  if (!existsSync(archive)) {
    const problem = await buildArchive(archive);
    if (problem !== undefined) return problem;
  }
  const [repo, tag] = baseImage.split(':');
  const progress = await docker.importImage(archive, { repo, tag });
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(progress, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
  return undefined;
}

async function buildArchive(archive: string): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return `the image ${baseImage} can only be made by root`;
  const installed = await ensurePackage('debootstrap', 'debootstrap');
  if (installed !== undefined) return installed;
  await mkdir(cache, { recursive: true });
  const root = await mkdtemp(path.join(tmpdir(), 'debootstrap-'));
  try {
    const made = await shell`debootstrap --variant=minbase bookworm ${root}`;
    if (made.exitCode !== 0) return `debootstrap fails: ${made.stdout.slice(-500)}`;
    const packed =
      await shell`tar -C ${root} --exclude=./proc/* --exclude=./sys/* --exclude=./var/cache/apt/archives/*.deb --exclude=./usr/share/doc/* -cf ${archive}.part .`;
    if (packed.exitCode !== 0) return `the image cannot be packed: ${packed.stderr}`;
    await shell`mv ${archive}.part ${archive}`;
    return undefined;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function ensurePackage(program: string, name: string): Promise<string | undefined> {
  if ((await shell`which ${program}`).exitCode === 0) return undefined;
  await shell`apt-get update -qq`;
  const result = await shell`apt-get install -y -qq --no-install-recommends ${name}`;
  return result.exitCode === 0 ? undefined : `${name} cannot be installed: ${result.stderr}`;
}
