/** The source of the analysis: a folder here, or a git repository elsewhere. */
import { mkdtemp, stat } from 'node:fs/promises';
import path from 'node:path';
import { ReanaCiError } from '../../base/error.ts';
import type { Shell } from '../../base/shell.ts';

export interface Analysis {
  /** Absolute folder. */
  readonly root: string;
  /** As shown to people, without credentials: `counting-limit`, `https://gitlab.cern.ch/a/b.git@v1`. */
  readonly label: string;
  /** Last part of its path, without `.git`: a name for the run. */
  readonly shortName: string;
}

export interface AnalysisTools {
  readonly cwd: string;
  /** Clones are made in here. */
  readonly temporaryDirectory: string;
  readonly shell: Shell;
}

/** A git address, and the branch, tag or commit that follows its `@`. */
export interface GitAddress {
  readonly url: string;
  readonly ref: string | undefined;
}

/**
 * Opens `given`: a folder as it is, a git address as a clone of depth 1.
 *
 * @throws ReanaCiError `usage` when there is no such folder, or git cannot fetch the address
 */
export async function openAnalysis(given: string, tools: AnalysisTools): Promise<Analysis> {
  const address = parseGitAddress(given);
  if (address !== undefined) return cloneAnalysis(address, tools);
  const root = path.resolve(tools.cwd, given);
  if (!(await isDirectory(root))) {
    throw new ReanaCiError(
      'usage',
      `The analysis "${withoutCredentials(given)}" is not a folder.`,
      {
        hint: 'Give a folder, or a git URL such as https://gitlab.cern.ch/group/analysis.git@main.',
      },
    );
  }
  return {
    root,
    label: given === '.' ? path.basename(root) : given,
    shortName: path.basename(root),
  };
}

/** Splits `https://host/group/repository.git@ref`, `git@host:group/repository@ref`; `undefined` for a path. */
export function parseGitAddress(given: string): GitAddress | undefined {
  const match =
    /^(?<url>(?:(?:https?|ssh|git|file):\/\/[^/\s]*\/|[\w.-]+@[\w.-]+:)[^@\s]+)(?:@(?<ref>\S+))?$/.exec(
      given,
    );
  const url = match?.groups?.url;
  return url === undefined ? undefined : { url, ref: match?.groups?.ref };
}

/** Fetching one commit, instead of `git clone --branch`, takes branches, tags and commit ids alike. */
async function cloneAnalysis(address: GitAddress, tools: AnalysisTools): Promise<Analysis> {
  const { shell } = tools;
  const root = await mkdtemp(path.join(tools.temporaryDirectory, 'analysis-'));
  const ref = address.ref ?? 'HEAD';
  const label = withoutCredentials(address.url) + (address.ref === undefined ? '' : `@${ref}`);
  const created = await shell`git init --quiet ${root}`;
  const fetched =
    created.exitCode === 0
      ? await shell`git -C ${root} fetch --quiet --depth 1 --end-of-options ${address.url} ${ref}`
      : created;
  const last =
    fetched.exitCode === 0
      ? await shell`git -C ${root} checkout --quiet --detach FETCH_HEAD`
      : fetched;
  if (last.exitCode !== 0) {
    // With and without the credentials, git says it in the same words.
    const reason = last.stderr.trim().replaceAll(/\w+:\/\/[^\s/]*@/g, withoutCredentials);
    throw new ReanaCiError('usage', `git cannot fetch ${label}: ${reason}`, {
      hint: 'Check address and ref, and that this machine may read the repository.',
    });
  }
  return { root, label, shortName: path.basename(address.url).replace(/\.git$/, '') };
}

function withoutCredentials(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/]*@/, '$1');
}

async function isDirectory(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch {
    return false;
  }
}
