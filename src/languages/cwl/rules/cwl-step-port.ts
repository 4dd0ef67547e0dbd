/** A step that does not fit the tool it runs. */
import { isJsonObject } from '../../../base/json.ts';
import { suggestionHint } from '../../../document/suggestion.ts';
import type { CwlProcess, CwlWorkflow } from '../workflow.ts';
import type { CwlSubject } from '../document.ts';
import { entriesOf, isOpen, isOptional, namesOf } from '../entry.ts';
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import { cwlExample } from './example.ts';

export const cwlStepPort: Rule<CwlSubject> = {
  id: 'cwl-step-port',
  severity: 'error',
  refusedBy: 'bundle',
  title: 'a step wants an output that its tool does not have, or leaves out an input',
  consequence: 'cwltool refuses the workflow, so that no run can be made of it.',
  fix: 'Name the outputs as the tool does, and connect every input that has no default.',
  examples: {
    wrong: [
      cwlExample('workflow.cwl', 'out: [limit]', 'out: [limits, limit]'),
      cwlExample('workflow.cwl', 'in: {mass: mass}', 'in: {}'),
    ],
    right: [cwlExample()],
  },
  check: ({ cwl }) =>
    cwl.processes
      .filter(({ data }) => data.class === 'Workflow')
      .flatMap((process) => checkSteps(cwl, process)),
};

function checkSteps(cwl: CwlWorkflow, { data, source, path }: CwlProcess): Problem[] {
  return entriesOf(data.steps).flatMap(({ id, value, path: own }) => {
    if (!isJsonObject(value)) return [];
    const tool = cwl.processOf(value);
    if (tool === undefined || isOpen(tool.data.inputs) || isOpen(tool.data.outputs)) return [];
    // What is no tool at all is told by another rule.
    if (tool.data.inputs === undefined || tool.data.outputs === undefined) return [];
    const place = [...path, 'steps', ...own];
    const outputs = entriesOf(tool.data.outputs).map((output) => output.id);
    const given = entriesOf(value.in).map((input) => input.id);
    return [
      ...namesOf(value.out)
        .filter((name) => !outputs.includes(name))
        .map((name) => ({
          message: `${tool.source.file} has no output ${name}`,
          hint: suggestionHint(name, outputs),
          ...source.position([...place, 'out']),
        })),
      ...entriesOf(tool.data.inputs)
        .filter((input) => !isOptional(input.value) && !given.includes(input.id))
        .map((input) => ({
          message: `step ${id} leaves out the input ${input.id} of ${tool.source.file}`,
          ...source.position([...place, 'in']),
        })),
    ];
  });
}
