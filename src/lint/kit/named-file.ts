/** The files that a shell script names, as far as they can be told from the rest of its words. */
import path from 'node:path';
import { safeRelativePath } from '../../base/safe-path.ts';

export interface NamedFile {
  /** As it would be found from the folder that the script starts in. */
  readonly path: string;
  /** Where in the script the name stands. */
  readonly index: number;
}

export interface NamedFiles {
  /** What the script seems to read or to run. */
  readonly used: readonly NamedFile[];
  /** What it writes itself. */
  readonly made: ReadonlySet<string>;
}

/**
 * Looks through the words of `script`. A guess in the way of a reader: what stands behind `>` or `--output` is
 * written, what stands behind `cd` lies elsewhere.
 *
 * @param value what a variable stands for, where that is known
 */
export function namedFiles(
  script: string,
  value: (name: string) => string | undefined,
): NamedFiles {
  const used: NamedFile[] = [];
  const made = new Set<string>();
  let command = '';
  let before = '';
  let end = 0;
  const text = withoutComments(script);
  for (const { 0: word, index } of text.matchAll(/[^\s"'`;|&()<>=,]+/g)) {
    const between = text.slice(end, index);
    end = index + word.length;
    // A command begins behind an operator; its first word is the program.
    const isFirst = before === '' || /[;|&(\n]/.test(between.replace(/\\\n/g, ' '));
    if (isFirst) command = word;
    if (isFirst && movers.has(command)) break;
    const name = before === '-m' ? `${word.replaceAll('.', '/')}.py` : filled(word, value);
    if (writers.has(command) || />\s*["']?$/.test(between) || isOutputOption(before)) {
      made.add(name ?? word).add(path.posix.basename(word));
    } else if (name !== undefined && !readers.has(command)) used.push({ path: name, index });
    before = word;
  }
  return { used, made };
}

/** The script with blanks in place of its comments, so that places stay what they are. */
function withoutComments(script: string): string {
  return script.replace(/(?<=^|\s)#.*/g, (comment) => ' '.repeat(comment.length));
}

/** What follows them lies in another folder. */
const movers = new Set(['cd', 'pushd']);
/** They make what they name, in the folder when it is named elsewhere. */
const writers = new Set(['touch', 'tee', 'mkdir', 'rm', 'curl', 'wget', 'xrdcp', 'mv', 'cp', 'ln']);
/** They can do without what they name. */
const readers = new Set(['echo', 'printf', 'export', 'test', '[', 'ls', 'git']);

function isOutputOption(word: string): boolean {
  return /^-{1,2}(?:o|out\w*|output[\w-]*|save\w*|dest\w*)$/i.test(word);
}

/** The word with its variables filled in; `undefined` for what is no path below the folder. */
function filled(word: string, value: (name: string) => string | undefined): string | undefined {
  const text = word.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => value(name) ?? whole);
  return /^[\w./@+-]+$/.test(text) ? safeRelativePath(text) : undefined;
}
