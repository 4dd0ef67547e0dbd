/** The real programs that interoperability is tried with, each in a virtual environment of its own. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { createShell } from '../../src/base/shell.ts';
import { exclusively } from './exclusively.ts';

export type Peer =
  | 'reana-client-0.9'
  | 'reana-client-next'
  | 'yadage'
  | 'yadage-0.21'
  | 'cwltool'
  | 'snakemake'
  | 'snakemake-7'
  | 'hzz'
  | 'panda'
  | 'panda-2'
  | 'reports';

const repository = path.resolve(import.meta.dirname, '../..');
const environments = path.join(repository, '.venv');
const uvVersion = '0.13.9';
const installTimeout = 9 * 60_000;

/**
 * Installs a peer unless it is already there as its lock file (`peers/<name>.txt`) says. Several test
 * files may ask for the same peer at once: one of them installs, the others wait.
 *
 * @returns the folder of the peer's programs
 */
export async function requirePeer(name: Peer): Promise<string> {
  const lock = path.join(import.meta.dirname, 'peers', `${name}.txt`);
  const environment = path.join(environments, name);
  const stamp = path.join(environment, `.lock-${await digest(lock)}`);
  const programs = path.join(environment, 'bin');
  if (existsSync(stamp)) return programs;
  const uv = await requireUv();
  const script = `
    "$UV" venv --quiet --python 3.11 --allow-existing "$ENVIRONMENT"
    rm -f "$ENVIRONMENT"/.lock-*
    # For the group root, PanDA's server wants to be built for a user that only its own machines have.
    as_group=
    test "$(id -g)" != 0 || as_group='setpriv --regid nogroup --clear-groups'
    $as_group "$UV" pip sync --quiet --python "$ENVIRONMENT/bin/python" "$LOCK"
    touch "$STAMP"`;
  await exclusively(`${environment}.lock`, async () => {
    if (existsSync(stamp)) return;
    await install(name, script, { UV: uv, ENVIRONMENT: environment, LOCK: lock, STAMP: stamp });
  });
  return programs;
}

/** Installs uv, which makes the environments in seconds where pip needs minutes. */
export async function requireUv(): Promise<string> {
  const environment = path.join(environments, 'uv');
  const uv = path.join(environment, 'bin/uv');
  const stamp = path.join(environment, `.version-${uvVersion}`);
  if (existsSync(stamp)) return uv;
  const script = `
    python3 -m venv --clear "$ENVIRONMENT"
    "$ENVIRONMENT/bin/pip" install --quiet --disable-pip-version-check uv==${uvVersion}
    touch "$STAMP"`;
  await exclusively(`${environment}.lock`, async () => {
    if (existsSync(stamp)) return;
    await install('uv', script, { ENVIRONMENT: environment, STAMP: stamp });
  });
  return uv;
}

async function install(
  name: string,
  script: string,
  variables: Record<string, string>,
): Promise<void> {
  const shell = createShell({
    env: {
      ...definedOnly(process.env),
      ...variables,
      // A Python that has to be downloaded is a missing package of this machine: say so at once.
      UV_PYTHON_DOWNLOADS: 'never',
      // As pip does: the authorities that this machine trusts, not those uv was built with.
      UV_SYSTEM_CERTS: 'true',
    },
    timeout: installTimeout,
  });
  const result = await shell`bash -euc ${script}`;
  if (result.exitCode === 0) return;
  throw new Error(
    `Cannot install ${name} into .venv (exit code ${String(result.exitCode)}):\n${result.stderr}`,
  );
}

async function digest(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
    .slice(0, 16);
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}
