/** Values of another kind than their fields take. */
import { isCwlType } from '../type.ts';
import type { CwlProcess } from '../workflow.ts';
import type { CwlSubject } from '../document.ts';
import { entriesOf, entriesOfClass, isOpen } from '../entry.ts';
import { type CwlKind, fitsKind, listsOf, partsOf } from '../field-schema.ts';
import { shownValue } from '../../../lint/kit/hint.ts';
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import { ExactNumber, isJsonObject, type Json } from '../../../base/json.ts';
import { cwlExample } from './example.ts';

export const cwlValue: Rule<CwlSubject> = {
  id: 'cwl-value',
  severity: 'error',
  refusedBy: 'bundle',
  title: 'a field of CWL has a value of the wrong kind',
  consequence: 'cwltool refuses the document, so that no run can be made of it.',
  fix: 'Follow the message; numbers that are meant as text need quotes.',
  examples: {
    wrong: [
      cwlExample('fit.cwl', '{type: File,', '{type: Fil,'),
      cwlExample('fit.cwl', 'inputs: {mass: int}', 'inputs: {mass: integer}'),
      cwlExample('fit.cwl', '[python, fit.py]', '[python, 3]'),
      cwlExample('workflow.cwl', 'run: fit.cwl', 'run: 1.5'),
      cwlExample('fit.cwl', '{mass: int}', '{mass: {type: int, inputBinding: {separate: no way}}}'),
    ],
    right: [
      cwlExample('fit.cwl', '{mass: int}', '{mass: {type: int, inputBinding: {position: 1}}}'),
      cwlExample('workflow.cwl', 'inputs: {mass: int}', 'inputs: {mass: int, tags: string[]?}'),
      {
        ...cwlExample('reana.yaml', 'fit.cwl,', 'fit.cwl, ports.yml,'),
        'fit.cwl':
          cwlExample('fit.cwl', 'inputs: {mass: int}', 'inputs: {$import: ports.yml}')['fit.cwl'] ??
          '',
        'ports.yml': '- {id: mass, type: int}\n',
      },
      cwlExample(
        'fit.cwl',
        'inputs: {mass: int}',
        'hints: {SchemaDefRequirement: {types: [{name: hit, type: record}]}}\ninputs: {mass: int, hits: hit}',
      ),
    ],
  },
  check: ({ cwl }) => {
    const ownTypes = cwl.processes.some(declaresTypes);
    return cwl.processes.flatMap((process) => problemsOf(process, ownTypes));
  },
};

/** Whether it has types of its own, which may then be named like those of CWL. */
function declaresTypes({ data }: CwlProcess): boolean {
  const given = [data.requirements, data.hints];
  return given.some(
    (part) => isOpen(part) || entriesOfClass(part, 'SchemaDefRequirement').length > 0,
  );
}

function problemsOf(process: CwlProcess, ownTypes: boolean): Problem[] {
  const { source, path, data } = process;
  const parts = [...partsOf(process)];
  const own = parts.flatMap(({ data: part, place, fields }) =>
    Object.entries(part).flatMap(([key, value]) => {
      const kind = fields[key];
      if (kind === undefined || (kind === 'type' && ownTypes) || fitsKind(kind, value)) return [];
      const message = `${key} has to be ${described(kind)}, not ${shownValue(value)}`;
      return [{ message, ...source.position([...path, ...place, key]) }];
    }),
  );
  // `mass: int` is short for `mass: {type: int}`.
  const short = (['inputs', 'outputs'] as const).flatMap((key) =>
    entriesOf(data[key])
      .filter(({ id, value }) => !id.startsWith('$') && !isJsonObject(value))
      .filter(({ value }) => !ownTypes && !isCwlType(value))
      .map(({ id, value, path: place }) => ({
        message: `CWL has no type ${shownValue(value)}, which ${id} shall have`,
        ...source.position([...path, key, ...place]),
      })),
  );
  const missing = parts.flatMap(({ owner, data: part, place, needed }) =>
    needed
      .filter(
        (key) => part[key] === undefined && !Object.keys(part).some((name) => name.startsWith('$')),
      )
      .map((key) => ({
        message: `${owner} needs ${key}`,
        ...source.position([...path, ...place]),
      })),
  );
  const nameless = listsOf(process)
    .filter(({ value }) => !hasId(value))
    .map(({ place }) => ({
      message: 'an item of this list needs an id, which is text',
      ...source.position([...path, ...place]),
    }));
  const links = entriesOf(data.steps).flatMap((step) =>
    entriesOf(isJsonObject(step.value) ? step.value.in : undefined)
      .filter(({ value }) => isPlainOther(value))
      .map(({ id, value, path: place }) => ({
        message: `${id} has to name a source, not ${shownValue(value)}`,
        ...source.position([...path, 'steps', ...step.path, 'in', ...place]),
      })),
  );
  const steps = entriesOf(data.steps)
    .filter(({ value }) => !isJsonObject(value))
    .map(({ id, path: place }) => ({
      message: `step ${id} must be a mapping`,
      ...source.keyPosition([...path, 'steps', ...place]),
    }));
  return [...own, ...short, ...missing, ...nameless, ...links, ...steps];
}

function isPlainOther(value: Json): boolean {
  return typeof value === 'number' || typeof value === 'boolean' || value instanceof ExactNumber;
}

function hasId(item: Json): boolean {
  if (!isJsonObject(item)) return false;
  return typeof item.id === 'string' || Object.keys(item).some((key) => key.startsWith('$'));
}

function described(kind: CwlKind): string {
  if (typeof kind !== 'string') return `one of ${kind.join(', ')}`;
  return descriptions[kind];
}

const descriptions: Readonly<Record<Exclude<CwlKind, readonly string[]>, string>> = {
  text: 'text',
  texts: 'text, or a list of texts',
  flag: 'true or false',
  whole: 'a whole number',
  'whole or text': 'a whole number, or an expression',
  'number or text': 'a number, or an expression',
  wholes: 'a list of whole numbers',
  type: 'a type of CWL',
  mapping: 'a mapping',
  list: 'a list',
  process: 'a file, or a process',
  source: 'the name of a source, or a list of them',
  any: 'anything',
};
