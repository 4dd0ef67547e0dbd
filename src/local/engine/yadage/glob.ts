/** Finding files by pattern as Python's glob2 does: `*`, `?`, `[…]`, and `**` for any depth. */
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { isInside } from '../../../base/safe-path.ts';

/** Looks at files below one folder only; what lies outside of it is as if it were not there. */
export class FileFinder {
  readonly #root: string;

  /** @param root absolute, without symbolic links */
  constructor(root: string) {
    this.#root = root;
  }

  /** Whether `file` exists; a relative one is relative to the root. */
  async exists(file: string): Promise<boolean> {
    const absolute = path.resolve(this.#root, file);
    if (!isInside(this.#root, absolute)) return false;
    return stat(absolute).then(
      async () => isInside(this.#root, await realpath(absolute)),
      () => false,
    );
  }

  /** All paths that match, sorted; glob2 gives them in the order of the directory. */
  async glob(pattern: string): Promise<string[]> {
    return (await this.#glob(pattern, true)).sort();
  }

  async #glob(pattern: string, isWhole: boolean): Promise<string[]> {
    if (!hasMagic(pattern)) return (await this.#isThere(pattern)) ? [pattern] : [];
    const slash = pattern.lastIndexOf('/');
    const head = pattern.slice(0, slash + 1);
    const folder = /^\/*$/.test(head) ? head : head.replace(/\/+$/, '');
    const last = pattern.slice(slash + 1);
    const folders = hasMagic(folder) ? await this.#glob(folder, false) : [folder];
    const matches = await Promise.all(
      folders.map(async (each) =>
        (await this.#matchesIn(each, last, !isWhole)).map((name) => join(each, name)),
      ),
    );
    return matches.flat();
  }

  /** @param withFolder whether `**` also stands for no folder at all */
  async #matchesIn(folder: string, pattern: string, withFolder: boolean): Promise<string[]> {
    if (pattern === '') return (await this.#isFolder(folder)) ? [''] : [];
    if (!hasMagic(pattern)) return (await this.#isThere(join(folder, pattern))) ? [pattern] : [];
    const names =
      pattern === '**'
        ? [...(withFolder ? [''] : []), ...(await this.#walk(folder, ''))]
        : await this.#list(folder);
    const matcher = translate(pattern === '**' ? '*' : pattern);
    const hidden = pattern.startsWith('.');
    return names.filter((name) => (hidden || !name.startsWith('.')) && matcher.test(name));
  }

  async #walk(folder: string, below: string): Promise<string[]> {
    const names = await this.#list(join(folder, below));
    const inside = await Promise.all(
      names.map(async (name) => {
        const relative = below === '' ? name : `${below}/${name}`;
        const isLink = await lstat(this.#absolute(join(folder, relative))).then(
          (entry) => entry.isSymbolicLink(),
          () => true,
        );
        return [relative, ...(isLink ? [] : await this.#walk(folder, relative))];
      }),
    );
    return inside.flat();
  }

  async #list(folder: string): Promise<string[]> {
    const absolute = this.#absolute(folder);
    if (!(await this.exists(absolute))) return [];
    return readdir(absolute).catch(() => []);
  }

  async #isFolder(folder: string): Promise<boolean> {
    const absolute = this.#absolute(folder);
    if (!(await this.exists(absolute))) return false;
    return (await stat(absolute)).isDirectory();
  }

  async #isThere(file: string): Promise<boolean> {
    const absolute = this.#absolute(file);
    if (!isInside(this.#root, absolute)) return false;
    return lstat(absolute).then(
      () => true,
      () => false,
    );
  }

  #absolute(file: string): string {
    return path.resolve(this.#root, file);
  }
}

function hasMagic(pattern: string): boolean {
  return /[*?[]/.test(pattern);
}

function join(folder: string, name: string): string {
  if (folder === '') return name;
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

/** A shell pattern as a regular expression: `*` also matches slashes, as only names are compared with it. */
function translate(pattern: string): RegExp {
  const source = pattern.replace(
    /\*|\?|\[(!?\]?[^\]]*)\]|[\s\S]/g,
    (part: string, set: string | undefined) => {
      if (part === '*') return '[\\s\\S]*';
      if (part === '?') return '[\\s\\S]';
      if (set === undefined) return part.replace(/[\^$\\.*+?()[\]{}|/]/, '\\$&');
      return characterClass(set);
    },
  );
  return new RegExp(`^${source}$`, 'u');
}

function characterClass(set: string): string {
  const negated = set.startsWith('!');
  const content = (negated ? set.slice(1) : set).replace(/[\\\][&~^]/g, '\\$&');
  return `[${negated ? '^' : ''}${content}]`;
}
