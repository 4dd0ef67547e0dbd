/** Hands the workflow to the checks of its own language, of which only these are loaded. */
import type { CheckedWorkflow } from './kit/checked-workflow.ts';
import type { LintSubject } from './kit/subject.ts';

/** A workflow that cannot be loaded has the findings of its loader, and its rules are not asked. */
export async function checkLanguage(subject: LintSubject): Promise<CheckedWorkflow> {
  switch (subject.specification.language) {
    case 'serial':
      return (await import('../languages/serial/lint.ts')).checkSerial(subject);
    case 'yadage':
      return (await import('../languages/yadage/lint.ts')).checkYadage(subject);
    case 'cwl':
      return (await import('../languages/cwl/lint.ts')).checkCwl(subject);
    case 'snakemake':
      return (await import('../languages/snakemake/lint.ts')).checkSnakemake(subject);
  }
}
