/** The checks of Snakemake workflows. */
import { readSnakefiles } from '../../snakemake/read.ts';
import type { CheckedWorkflow } from '../checked-workflow.ts';
import { checkRules } from '../rule.ts';
import { snakemakeRules } from '../rules/snakemake/rules.ts';
import { stepRules } from '../rules/steps/rules.ts';
import { followFiles, unknownChain } from '../snakemake/file-chain.ts';
import { snakemakeSteps } from '../snakemake/step.ts';
import type { LintSubject } from '../subject.ts';

export async function checkSnakemake(subject: LintSubject): Promise<CheckedWorkflow> {
  const read = await readSnakefiles(subject.specification, subject.reader);
  const chain = read.isWhole ? followFiles(read.snakefiles) : unknownChain;
  const steps = snakemakeSteps(read.snakefiles);
  const findings = [
    ...(await checkRules(snakemakeRules, { ...subject, ...read, chain })),
    ...(await checkRules(stepRules, { ...subject, steps })),
  ];
  return { findings, files: read.snakefiles.map(({ file }) => file), steps };
}
