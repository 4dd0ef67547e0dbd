/** What the rules for Snakemake look at. */
import type { Snakefiles } from '../../snakemake/read.ts';
import type { LintSubject } from '../subject.ts';

export interface SnakemakeSubject extends LintSubject, Snakefiles {}
