/** A file that an input has by default, which stays behind. */
import { isJsonObject, type Json } from '../../../base/json.ts';
import type { NodePath } from '../../../document/source-document.ts';
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import type { CwlSubject } from '../document.ts';
import { entriesOf } from '../entry.ts';
import type { CwlProcess } from '../workflow.ts';
import { cwlExample } from './example.ts';

const words = '{mass: int, words: {type: File, default: {class: File, location: words.txt}}}';

export const cwlLocalDefault: Rule<CwlSubject> = {
  id: 'cwl-local-default',
  severity: 'warning',
  refusedBy: 'bundle',
  title: 'an input of CWL is by default a file of this machine',
  consequence:
    'The workflow is packed with the path that the file has here, and on REANA there is no such path: the job fails.',
  fix: 'Leave the default out, list the file in inputs.files, and name it in the parameters of the run.',
  examples: {
    wrong: [cwlExample('workflow.cwl', 'inputs: {mass: int}', `inputs: ${words}`)],
    right: [
      cwlExample(
        'workflow.cwl',
        'inputs: {mass: int}',
        `inputs: ${words.replace('words.txt', 'https://example.org/words.txt')}`,
      ),
      cwlExample(
        'workflow.cwl',
        'inputs: {mass: int}',
        'inputs: {mass: {type: int, default: 750}}',
      ),
    ],
  },
  check: ({ cwl }) => cwl.processes.flatMap(problemsOf),
};

function problemsOf({ source, path, data }: CwlProcess): Problem[] {
  const inputs = entriesOf(data.inputs).map(({ id, value, path: place }) => {
    return { id, value, place: ['inputs', ...place] as NodePath };
  });
  const links = entriesOf(data.steps).flatMap((step) =>
    entriesOf(isJsonObject(step.value) ? step.value.in : undefined).map(
      ({ id, value, path: place }) => {
        return { id, value, place: ['steps', ...step.path, 'in', ...place] as NodePath };
      },
    ),
  );
  return [...inputs, ...links].flatMap(({ id, value, place }) => {
    const local = isJsonObject(value) ? localFile(value.default) : undefined;
    if (local === undefined) return [];
    const message = `${id} is by default ${local} of this machine, which REANA does not find`;
    return [{ message, ...source.position([...path, ...place, 'default']) }];
  });
}

/** The first file or folder in a value that is given by a path. */
function localFile(value: Json | undefined, depth = 0): string | undefined {
  if (depth > 10) return undefined;
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) {
      const found = localFile(item, depth + 1);
      if (found !== undefined) return found;
    }
  }
  if (!isJsonObject(value) || (value.class !== 'File' && value.class !== 'Directory'))
    return undefined;
  const place = value.location ?? value.path;
  return typeof place === 'string' && !/^[a-z][a-z0-9+.-]+:/i.test(place) ? place : undefined;
}
