/** The rules for Snakemake workflows. */
import type { Rule } from '../../../lint/kit/rule.ts';
import type { SnakemakeSubject } from '../lint-subject.ts';
import { snakemakeContainer } from './snakemake-container.ts';
import { snakemakeCycle } from './snakemake-cycle.ts';
import { snakemakeFile } from './snakemake-file.ts';
import { snakemakeInput } from './snakemake-input.ts';
import { snakemakeKeyword } from './snakemake-keyword.ts';
import { snakemakeNotChecked } from './snakemake-not-checked.ts';
import { snakemakePlaceholder } from './snakemake-placeholder.ts';
import { snakemakeReport } from './snakemake-report.ts';
import { snakemakeRuleName } from './snakemake-rule-name.ts';
import { snakemakeRuleReference } from './snakemake-rule-reference.ts';
import { snakemakeShell } from './snakemake-shell.ts';
import { snakemakeSyntax } from './snakemake-syntax.ts';
import { snakemakeTwoMakers } from './snakemake-two-makers.ts';
import { snakemakeWildcard } from './snakemake-wildcard.ts';

export const snakemakeRules: readonly Rule<SnakemakeSubject>[] = [
  snakemakeSyntax,
  snakemakeKeyword,
  snakemakeFile,
  snakemakeInput,
  snakemakeTwoMakers,
  snakemakeRuleReference,
  snakemakeCycle,
  snakemakeWildcard,
  snakemakePlaceholder,
  snakemakeShell,
  snakemakeContainer,
  snakemakeRuleName,
  snakemakeReport,
  snakemakeNotChecked,
];
