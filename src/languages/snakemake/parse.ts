/** A Snakefile from its text. */
import type { SnakemakeDialect } from './keyword.ts';
import type { Snakefile } from './snakefile.ts';
import { readStatements } from './statement.ts';
import { readTokens } from './token.ts';

export function parseSnakefile(
  file: string,
  text: string,
  dialect: SnakemakeDialect = 'any',
): Snakefile {
  const list = readTokens(file, text);
  const { problems, ...found } = readStatements(list, dialect);
  // What comes first was the first that a reader would meet.
  const all = [...problems, ...(list.problem === undefined ? [] : [list.problem])];
  return { file, ...found, problems: all.slice(0, 1) };
}
