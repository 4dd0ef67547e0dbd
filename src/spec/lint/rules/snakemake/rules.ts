/** The rules for Snakemake workflows. */
import type { Rule } from '../../rule.ts';
import type { SnakemakeSubject } from '../../snakefile.ts';
import { snakemakeContainer } from './snakemake-container.ts';
import { snakemakeFile } from './snakemake-file.ts';
import { snakemakeReport } from './snakemake-report.ts';
import { snakemakeRuleName } from './snakemake-rule-name.ts';
import { snakemakeShell } from './snakemake-shell.ts';

export const snakemakeRules: readonly Rule<SnakemakeSubject>[] = [
  snakemakeFile,
  snakemakeShell,
  snakemakeContainer,
  snakemakeRuleName,
  snakemakeReport,
];
