/** Inputs of the workflow that the run gives no value. */
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { suggest } from '../../../document/suggestion.ts';
import type { Specification } from '../../../specification/specification.ts';
import { parameterFile } from '../../../specification/workflow-source.ts';
import type { CwlSubject } from '../document.ts';
import { entriesOf, isOpen, isOptional } from '../entry.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import type { Position } from '../../../document/source-document.ts';
import type { TolerantReader } from '../../../document/tolerant-document.ts';
import { cwlExample } from './example.ts';

export const cwlParameter: Rule<CwlSubject> = {
  id: 'cwl-parameter',
  severity: 'error',
  code: 'parameters',
  title: 'an input of the workflow has no value',
  consequence: 'The engine stops before the first job: Missing required input parameter.',
  fix: 'Give it in the file that inputs.parameters.input names, or give it a default.',
  examples: {
    wrong: [cwlExample('input.yml', 'mass', 'maas'), cwlExample('input.yml', 'mass: 750\n', '{}')],
    right: [cwlExample(), cwlExample('workflow.cwl', '{mass: int}', '{mass: int, tag: string?}')],
  },
  async check({ cwl, specification, reader }) {
    const [main] = cwl.processes;
    if (main === undefined || isOpen(main.data.inputs)) return [];
    const given = await givenValues(specification, reader);
    if (given === undefined) return [];
    const names = Object.keys(given.values);
    return entriesOf(main.data.inputs)
      .filter(({ id, value }) => !isOptional(value) && (given.values[id] ?? null) === null)
      .map(({ id }) => {
        const near = suggest(id, names);
        return {
          message: `the input ${id} of ${main.source.file} has no value`,
          hint: near === undefined ? `Add ${id} here.` : `Is ${near} meant for it?`,
          ...given.position,
        };
      });
  },
};

/** `undefined` when they cannot be known. */
async function givenValues(
  specification: Specification,
  reader: TolerantReader,
): Promise<{ values: JsonObject; position: Position } | undefined> {
  const file = parameterFile(specification);
  if (file === undefined) {
    const { inputs, document } = specification;
    const place = isJsonObject(specification.data.inputs) ? ['inputs', 'parameters'] : [];
    return { values: inputs.parameters, position: document.position(place) };
  }
  const document = await reader.document(file.path);
  if (document === undefined) return undefined;
  const values = document.data ?? {};
  return isJsonObject(values) ? { values, position: document.source.position([]) } : undefined;
}
