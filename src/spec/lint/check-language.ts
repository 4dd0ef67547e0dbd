/** Loads the workflow in its own language and applies the rules of that language. */
import type { Finding } from '../../base/error.ts';
import { loadYadageWorkflow, YadageLoadError } from '../yadage/load.ts';
import { checkRules } from './rule.ts';
import { cwlRules } from './rules/cwl/rules.ts';
import { serialRules } from './rules/serial/rules.ts';
import { snakemakeRules } from './rules/snakemake/rules.ts';
import { stepRules } from './rules/steps/rules.ts';
import { yadageRules } from './rules/yadage/rules.ts';
import { readCwl } from './cwl-document.ts';
import { cwlSteps } from './cwl-step.ts';
import { readSnakefiles } from '../snakemake/read.ts';
import { snakemakeSteps } from './snakemake/step.ts';
import { serialSteps } from './serial-step.ts';
import type { LintStep } from './step.ts';
import type { LintSubject } from './subject.ts';
import { yadageSteps } from './yadage-step.ts';
import { foreseeYadage } from './yadage-subject.ts';

export interface CheckedWorkflow {
  readonly findings: readonly Finding[];
  /** The files that the workflow is written in, besides the specification. */
  readonly files: readonly string[];
  /** As far as they could be read. */
  readonly steps: readonly LintStep[];
}

const unread: CheckedWorkflow = { findings: [], files: [], steps: [] };

/** A workflow that cannot be loaded has the findings of its loader, and its rules are not asked. */
export async function checkLanguage(subject: LintSubject): Promise<CheckedWorkflow> {
  const { specification } = subject;
  switch (specification.language) {
    case 'serial': {
      const steps = serialSteps(specification);
      const findings = [
        ...(await checkRules(serialRules, { ...subject, steps })),
        ...(await checkRules(stepRules, { ...subject, steps })),
      ];
      return { findings, files: [], steps };
    }
    case 'yadage':
      return checkYadage(subject);
    case 'cwl': {
      const cwl = await readCwl(subject);
      const steps = cwlSteps(cwl);
      const findings = [
        ...cwl.findings,
        ...(await checkRules(cwlRules, { ...subject, cwl })),
        ...(await checkRules(stepRules, { ...subject, steps })),
      ];
      return { findings, files: cwl.files, steps };
    }
    case 'snakemake': {
      const read = await readSnakefiles(specification, subject.reader);
      const { snakefiles } = read;
      const steps = snakemakeSteps(snakefiles);
      const findings = [
        ...(await checkRules(snakemakeRules, { ...subject, ...read })),
        ...(await checkRules(stepRules, { ...subject, steps })),
      ];
      return { findings, files: snakefiles.map(({ file }) => file), steps };
    }
  }
}

async function checkYadage(subject: LintSubject): Promise<CheckedWorkflow> {
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
    const steps = yadageSteps(workflow);
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
