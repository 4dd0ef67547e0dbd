/** The checks of CWL workflows. */
import type { CheckedWorkflow } from '../checked-workflow.ts';
import { readCwl } from '../cwl-document.ts';
import { cwlSteps } from '../cwl-step.ts';
import { checkRules } from '../rule.ts';
import { cwlRules } from '../rules/cwl/rules.ts';
import { stepRules } from '../rules/steps/rules.ts';
import type { LintSubject } from '../subject.ts';

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
