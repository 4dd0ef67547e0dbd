/** `.gitignore` and `.reanaignore` as reana-client applies them to the inputs of a run. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import ignore from 'ignore';
import type { Ignore } from 'ignore';

export interface IgnoreRules {
  /** Whether the file at this path, relative to the analysis, is left out. */
  ignoresFile(file: string): boolean;
  /** Whether nothing below this directory can be wanted, so that it need not be read. */
  ignoresDirectory(directory: string): boolean;
}

/** No path is longer, and a regular expression cannot be much longer. */
const longestPattern = 4096;

interface Rule {
  readonly negative: boolean;
  readonly matcher: Ignore;
}

/**
 * Reads the ignore files of an analysis. Only those in its own folder count, and each works by itself:
 * what one leaves out the other cannot bring back.
 *
 * Patterns mean what they mean to git and to reana-client from 0.95 on. To the pathspec 0.9 of reana-client
 * 0.9, `data/*` leaves out the files in `data` but not those in folders below it.
 */
export async function readIgnoreRules(root: string): Promise<IgnoreRules> {
  const files = await Promise.all(['.gitignore', '.reanaignore'].map((name) => read(root, name)));
  const lists = files.map(parseRules);
  const isIgnored = (candidate: string): boolean =>
    lists.some((rules) => lastVerdict(rules, candidate));
  return {
    ignoresFile: isIgnored,
    ignoresDirectory: (directory) =>
      lists.some(
        (rules) => !rules.some((rule) => rule.negative) && lastVerdict(rules, `${directory}/`),
      ),
  };
}

async function read(root: string, name: string): Promise<string> {
  try {
    return await readFile(path.join(root, name), 'utf8');
  } catch (error) {
    if (['ENOENT', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}

/**
 * One matcher per line: reana-client lets `!data/keep.txt` bring back a file of an ignored directory, which
 * git (and a single matcher of all lines) does not.
 */
function parseRules(text: string): Rule[] {
  return text.split(/\r?\n/).flatMap((line) => {
    if (line.trim() === '' || line.startsWith('#') || line.length > longestPattern) return [];
    const negative = line.startsWith('!');
    const pattern = negative ? line.slice(1) : line;
    return [{ negative, matcher: ignore({ ignorecase: false }).add(pattern) }];
  });
}

function lastVerdict(rules: readonly Rule[], candidate: string): boolean {
  return rules.findLast((rule) => rule.matcher.ignores(candidate))?.negative === false;
}
