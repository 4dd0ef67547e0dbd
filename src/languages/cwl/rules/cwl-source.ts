/** A connection from something that no input and no step provides. */
import { isJsonObject, type Json } from '../../../base/json.ts';
import type { NodePath } from '../../../document/source-document.ts';
import { suggestionHint } from '../../../document/suggestion.ts';
import type { CwlProcess } from '../workflow.ts';
import type { CwlSubject } from '../document.ts';
import { entriesOf, isOpen, namesOf } from '../entry.ts';
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import { cwlExample } from './example.ts';

export const cwlSource: Rule<CwlSubject> = {
  id: 'cwl-source',
  severity: 'error',
  refusedBy: 'bundle',
  title: 'a source names neither an input nor an output of a step',
  consequence: 'cwltool refuses the workflow, so that no run can be made of it.',
  fix: 'Name an input of the workflow, or step/output with an output that the step lists under out.',
  examples: {
    wrong: [
      cwlExample('workflow.cwl', 'in: {mass: mass}', 'in: {mass: masss}'),
      cwlExample('workflow.cwl', 'outputSource: fit/limit', 'outputSource: fit/limits'),
    ],
    right: [cwlExample()],
  },
  check: ({ cwl }) =>
    cwl.processes.filter(({ data }) => data.class === 'Workflow').flatMap(checkWorkflow),
};

interface Link {
  readonly source: Json | undefined;
  readonly path: NodePath;
}

function checkWorkflow(process: CwlProcess): Problem[] {
  const { data, source, path } = process;
  if (isOpen(data.inputs) || isOpen(data.steps)) return [];
  const steps = entriesOf(data.steps);
  const known = [
    ...entriesOf(data.inputs).map(({ id }) => id),
    ...steps.flatMap(({ id, value }) =>
      isJsonObject(value) ? namesOf(value.out).map((name) => `${id}/${name}`) : [],
    ),
  ];
  return linksOf(process).flatMap((link) =>
    textsOf(link.source).flatMap((text) => {
      const name = localName(text, data.id);
      if (known.includes(name)) return [];
      const message = `nothing in the workflow is called ${name}`;
      return [
        { message, hint: suggestionHint(name, known), ...source.position([...path, ...link.path]) },
      ];
    }),
  );
}

/** Inputs of steps, and outputs of the workflow. */
function linksOf({ data }: CwlProcess): Link[] {
  const inner = entriesOf(data.steps).flatMap((step) => {
    if (!isJsonObject(step.value)) return [];
    return entriesOf(step.value.in).map(({ value, path }): Link => {
      const place = ['steps', ...step.path, 'in', ...path];
      return isJsonObject(value)
        ? { source: value.source, path: [...place, 'source'] }
        : { source: value, path: place };
    });
  });
  const outer = entriesOf(data.outputs).map(({ value, path }): Link => ({
    source: isJsonObject(value) ? value.outputSource : undefined,
    path: ['outputs', ...path, 'outputSource'],
  }));
  return [...inner, ...outer];
}

function textsOf(source: Json | undefined): string[] {
  const items = Array.isArray(source) ? (source as readonly Json[]) : [source];
  return items.filter((item) => typeof item === 'string');
}

/** Without the name of the file and of the workflow: `#main/fit/limit` is `fit/limit`. */
function localName(source: string, id: Json | undefined): string {
  const name = source.replace(/^.*#/, '');
  const own = typeof id === 'string' ? id.replace(/^.*#/, '') : 'main';
  return source.includes('#') && name.startsWith(`${own}/`) ? name.slice(own.length + 1) : name;
}
