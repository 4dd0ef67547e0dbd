/** The checks of serial workflows. */
import type { CheckedWorkflow } from '../../lint/kit/checked-workflow.ts';
import { checkRules } from '../../lint/kit/rule.ts';
import { serialRules } from './rules/rules.ts';
import { stepRules } from '../../lint/steps/rules.ts';
import { serialSteps } from './steps.ts';
import type { LintSubject } from '../../lint/kit/subject.ts';

export async function checkSerial(subject: LintSubject): Promise<CheckedWorkflow> {
  const steps = serialSteps(subject.specification);
  const findings = [
    ...(await checkRules(serialRules, { ...subject, steps })),
    ...(await checkRules(stepRules, { ...subject, steps })),
  ];
  return { findings, files: [], steps };
}
