/** The subject of the rules for Snakemake. */
import type { SnakemakeDialect } from './keyword.ts';
import type { Snakefiles } from './read.ts';
import type { FileChain } from './file-chain.ts';
import type { LintSubject } from '../../lint/kit/subject.ts';

export interface SnakemakeSubject extends LintSubject, Snakefiles {
  readonly dialect: SnakemakeDialect;
  /** Nothing is known of it when the Snakefiles are not whole. */
  readonly chain: FileChain;
}
