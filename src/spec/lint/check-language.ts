/** Hands the workflow to the checks of its own language, of which only these are loaded. */
import type { CheckedWorkflow } from './checked-workflow.ts';
import type { LintSubject } from './subject.ts';

/** A workflow that cannot be loaded has the findings of its loader, and its rules are not asked. */
export async function checkLanguage(subject: LintSubject): Promise<CheckedWorkflow> {
  switch (subject.specification.language) {
    case 'serial':
      return (await import('./language/serial.ts')).checkSerial(subject);
    case 'yadage':
      return (await import('./language/yadage.ts')).checkYadage(subject);
    case 'cwl':
      return (await import('./language/cwl.ts')).checkCwl(subject);
    case 'snakemake':
      return (await import('./language/snakemake.ts')).checkSnakemake(subject);
  }
}
