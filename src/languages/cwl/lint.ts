/** The checks of CWL workflows. */
import type { CheckedWorkflow } from '../../lint/kit/checked-workflow.ts';
import { readCwl } from './document.ts';
import { cwlSteps } from './steps.ts';
import { checkRules } from '../../lint/kit/rule.ts';
import { cwlRules } from './rules/rules.ts';
import { stepRules } from '../../lint/steps/rules.ts';
import type { LintSubject } from '../../lint/kit/subject.ts';

export async function checkCwl(subject: LintSubject): Promise<CheckedWorkflow> {
  const cwl = await readCwl(subject);
  const steps = cwlSteps(cwl);
  const findings = [
    ...cwl.findings,
    ...(await checkRules(cwlRules, { ...subject, cwl })),
    ...(await checkRules(stepRules, { ...subject, steps })),
  ];
  return { findings, files: cwl.files, steps };
}
