/** The checks of serial workflows. */
import type { CheckedWorkflow } from '../checked-workflow.ts';
import { checkRules } from '../rule.ts';
import { serialRules } from '../rules/serial/rules.ts';
import { stepRules } from '../rules/steps/rules.ts';
import { serialSteps } from '../serial-step.ts';
import type { LintSubject } from '../subject.ts';

export async function checkSerial(subject: LintSubject): Promise<CheckedWorkflow> {
  const steps = serialSteps(subject.specification);
  const findings = [
    ...(await checkRules(serialRules, { ...subject, steps })),
    ...(await checkRules(stepRules, { ...subject, steps })),
  ];
  return { findings, files: [], steps };
}
