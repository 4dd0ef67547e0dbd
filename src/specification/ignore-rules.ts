/** `.gitignore` and `.reanaignore` as reana-client applies them to the inputs of a run. */
import ignore from 'ignore';
import type { Ignore } from 'ignore';
import { ReanaCiError } from '../base/error.ts';
import { describeRefusal, NotOpened, readBelow } from '../base/open-below.ts';

export interface IgnoreRules {
  /** Whether the file at this path, relative to the analysis, is left out. */
  ignoresFile(file: string): boolean;
  /** Whether nothing below this directory can be wanted, so that it need not be read. */
  ignoresDirectory(directory: string): boolean;
}

/** Bytes of a list of patterns. */
const largestFile = 1024 * 1024;
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
    return (await readBelow(root, name, largestFile)).toString('utf8');
  } catch (error) {
    if (!(error instanceof NotOpened)) throw error;
    if (['missing', 'directory'].includes(error.refusal)) return '';
    // Without its rules, files would be sent that their owner keeps back.
    throw new ReanaCiError('specification', `${name} ${describeRefusal(error.refusal)}`, {
      hint: 'Put a file of at most 1 MiB in its place, or remove it.',
    });
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
