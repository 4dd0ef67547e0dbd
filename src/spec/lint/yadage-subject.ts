/** A yadage workflow with what can be foreseen of it, for its rules. */
import { forecastSpecification } from '../yadage/forecast/specification.ts';
import type { YadageWorkflow } from '../yadage/workflow.ts';
import type { LintSubject, YadageSubject } from './subject.ts';

export async function foreseeYadage(
  subject: LintSubject,
  workflow: YadageWorkflow,
): Promise<YadageSubject> {
  const { specification, reader } = subject;
  const { mistakes } = await forecastSpecification(specification, workflow, reader);
  return { ...subject, workflow, mistakes };
}
