/** Requirements and hints that are no mappings. */
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import type { NodePath } from '../../../document/source-document.ts';
import type { CwlProcess } from '../workflow.ts';
import type { CwlSubject } from '../document.ts';
import { entriesOf } from '../entry.ts';
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import { cwlExample } from './example.ts';

export const cwlKind: Rule<CwlSubject> = {
  id: 'cwl-kind',
  severity: 'error',
  refusedBy: 'bundle',
  title: 'a requirement, a hint or $namespaces is no mapping',
  consequence: 'cwltool refuses the document, so that no run can be made of it.',
  fix: 'Indent what belongs to it below its name; write {} when there is nothing.',
  examples: {
    wrong: [
      cwlExample('workflow.cwl', '    run:', '    hints:\n      reana:\n    run:'),
      cwlExample('workflow.cwl', 'steps:', '$namespaces:\nsteps:'),
    ],
    right: [
      cwlExample(
        'workflow.cwl',
        '    run:',
        '    hints:\n      reana:\n        kubernetes_memory_limit: 2Gi\n    run:',
      ),
    ],
  },
  check: ({ cwl }) => cwl.processes.flatMap(processProblems),
};

function processProblems(process: CwlProcess): Problem[] {
  const { data } = process;
  const namespaces = data.$namespaces;
  const steps = entriesOf(data.steps);
  return [
    ...(namespaces === undefined || isJsonObject(namespaces)
      ? []
      : [problem(process, ['$namespaces'], '$namespaces')]),
    ...mappings(process, data, []),
    ...steps.flatMap(({ value, path }) =>
      isJsonObject(value) ? mappings(process, value, ['steps', ...path]) : [],
    ),
  ];
}

function mappings(process: CwlProcess, data: JsonObject, place: NodePath): Problem[] {
  return (['requirements', 'hints'] as const).flatMap((key) => {
    const value = data[key];
    if (!isJsonObject(value)) return [];
    return Object.entries(value)
      .filter(([name, item]) => !isJsonObject(item) && !name.startsWith('$'))
      .map(([name]) => problem(process, [...place, key, name], name));
  });
}

function problem({ source, path }: CwlProcess, place: NodePath, name: string): Problem {
  return { message: `${name} must be a mapping`, ...source.keyPosition([...path, ...place]) };
}
