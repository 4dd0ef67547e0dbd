/** The checks of yadage workflows. */
import type { Finding } from '../../base/error.ts';
import { loadYadageWorkflow, YadageLoadError } from './read/load.ts';
import type { CheckedWorkflow } from '../../lint/kit/checked-workflow.ts';
import { checkRules } from '../../lint/kit/rule.ts';
import { stepRules } from '../../lint/steps/rules.ts';
import { yadageRules } from './rules/rules.ts';
import type { LintSubject } from '../../lint/kit/subject.ts';
import { yadageSteps } from './steps.ts';
import { foreseeYadage } from './lint-subject.ts';

const unread: CheckedWorkflow = { findings: [], files: [], steps: [] };

export async function checkYadage(subject: LintSubject): Promise<CheckedWorkflow> {
  const { specification, files } = subject;
  const { root, workflowFile, document, inputs } = specification;
  const { toplevel } = inputs.options;
  if (typeof toplevel === 'string' && toplevel.includes(':')) {
    return { ...unread, findings: [notChecked(subject, toplevel)] };
  }
  // That the file is missing is what the rule about inputs says.
  if (workflowFile === undefined || (await files.kindOf(workflowFile)) !== 'file') {
    return unread;
  }
  try {
    const workflow = await loadYadageWorkflow({ toplevel: root, workflow: workflowFile });
    const steps = yadageSteps(workflow.root);
    const findings = [
      ...(await checkRules(yadageRules, await foreseeYadage(subject, workflow))),
      ...(await checkRules(stepRules, { ...subject, steps })),
    ];
    return { findings, files: workflow.documents.map(({ file }) => file), steps };
  } catch (error) {
    if (!(error instanceof YadageLoadError)) throw error;
    const fallback = document.position(['workflow', 'file']);
    const findings = error.findings.map((finding) => ({ ...fallback, ...finding }));
    return { ...unread, findings };
  }
}

function notChecked({ specification }: LintSubject, toplevel: string): Finding {
  return {
    rule: 'workflow-elsewhere',
    severity: 'info',
    message: `the workflow lies at ${toplevel} and was not checked`,
    ...specification.document.position(['inputs', 'options', 'toplevel']),
  };
}
