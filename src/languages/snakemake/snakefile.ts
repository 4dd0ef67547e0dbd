/**
 * A Snakefile as far as it can be known without running it: rules and keywords as Snakemake's parser finds them,
 * and what stands in them by Python's grammar.
 */
import type { Position } from '../../document/source-document.ts';
import type { SnakefileArgument } from './argument.ts';
import type { SyntaxProblem } from './token.ts';

/** `container: "docker://…"`: a keyword and what stands behind it. */
export interface SnakefileDirective {
  readonly keyword: string;
  readonly position: Position;
  readonly arguments: readonly SnakefileArgument[];
  /** Whether Python decides on some of it. */
  readonly isOpen: boolean;
  /** Whether it stands in a block of Python, such as an `if`. */
  readonly isConditional: boolean;
}

export interface SnakefileRule {
  /** Empty when it has none. */
  readonly name: string;
  readonly position: Position;
  /** The line in which it ends. */
  readonly last: number;
  /** By keyword; of one that is given twice, the first counts. */
  readonly directives: ReadonlyMap<string, SnakefileDirective>;
  /** In the order in which they stand. */
  readonly all: readonly SnakefileDirective[];
  /** Texts that stand behind a keyword's block, and belong to nothing. */
  readonly strays: readonly Position[];
  /** Whether it stands in a block of Python, such as an `if`. */
  readonly isConditional: boolean;
}

/** `use rule a, b from module as other_* with:` */
export interface SnakefileUse {
  readonly position: Position;
  readonly last: number;
  /** `*` for all. */
  readonly rules: readonly string[];
  readonly module?: string;
  /** `*` in it stands for the old name. */
  readonly newName?: string;
  /** What is other than in the old rule. */
  readonly all: readonly SnakefileDirective[];
  readonly isConditional: boolean;
}

export interface Snakefile {
  readonly file: string;
  readonly rules: readonly SnakefileRule[];
  readonly uses: readonly SnakefileUse[];
  /** Outside of rules: `include`, `configfile`, `container` and the like. */
  readonly directives: readonly SnakefileDirective[];
  readonly problems: readonly SyntaxProblem[];
  /** Where Python stands that is not looked into. */
  readonly python: readonly Position[];
  /** Every name in that Python. */
  readonly names: ReadonlySet<string>;
  /** Whether rules come from a module. */
  readonly isOpen: boolean;
  /** It is too large. */
  readonly isUnread?: boolean;
}
