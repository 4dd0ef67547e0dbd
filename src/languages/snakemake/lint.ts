/** The checks of Snakemake workflows. */
import { readSnakefiles } from './read.ts';
import type { CheckedWorkflow } from '../../lint/kit/checked-workflow.ts';
import { checkRules } from '../../lint/kit/rule.ts';
import { dialectOf } from './keyword.ts';
import { snakemakeRules } from './rules/rules.ts';
import { stepRules } from '../../lint/steps/rules.ts';
import { followFiles, unknownChain } from './file-chain.ts';
import { snakemakeSteps } from './steps.ts';
import type { LintSubject } from '../../lint/kit/subject.ts';

export async function checkSnakemake(subject: LintSubject): Promise<CheckedWorkflow> {
  const dialect = dialectOf(subject.cluster?.generation);
  const read = await readSnakefiles(subject.specification, subject.reader, dialect);
  const chain = read.isWhole ? followFiles(read.snakefiles) : unknownChain;
  const steps = snakemakeSteps(read.snakefiles);
  const findings = [
    ...(await checkRules(snakemakeRules, { ...subject, ...read, dialect, chain })),
    ...(await checkRules(stepRules, { ...subject, steps })),
  ];
  return { findings, files: read.snakefiles.map(({ file }) => file), steps };
}
