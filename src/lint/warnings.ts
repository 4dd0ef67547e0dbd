/** Likely mistakes in a specification that REANA accepts. */
import type { Finding } from '../base/error.ts';
import { isJsonObject } from '../base/json.ts';
import type { Json } from '../base/json.ts';
import { findPlaceholders } from '../specification/placeholder.ts';
import { readText } from '../document/read-text.ts';
import type { NodePath } from '../document/source-document.ts';
import { hintKinds } from './kit/hint.ts';
import type { Specification, WorkflowLanguage } from '../specification/specification.ts';
import { suggestionHint } from '../document/suggestion.ts';
import { declaredSources } from '../specification/workflow-source.ts';
import { convertToJson } from '../document/yaml-json.ts';

/** The keys REANA knows, by the place of their mapping. */
const knownKeys: readonly (readonly [NodePath, readonly string[]])[] = [
  [[], ['version', 'inputs', 'workflow', 'outputs', 'tests', 'workspace']],
  [['inputs'], ['files', 'directories', 'parameters', 'options']],
  [['outputs'], ['files', 'directories']],
  [['tests'], ['files']],
  [['workspace'], ['root_path', 'retention_days']],
  [
    ['workflow'],
    ['type', 'file', 'files', 'directories', 'parameters', 'specification', 'resources'],
  ],
  [
    ['workflow', 'resources'],
    ['cvmfs', 'kerberos', 'voms_proxy', 'rucio', 'dask'],
  ],
  [['workflow', 'parameters'], ['file']],
];

/** Other languages may have anything there: it is what their loaders put in. */
const knownKeysOfSerial: typeof knownKeys = [[['workflow', 'specification'], ['steps']]];

/** Keys given twice and keys that REANA does not read. */
export function specificationWarnings(specification: Specification): Finding[] {
  const { document, data, language } = specification;
  const duplicates = convertToJson(document).findings;
  const places = language === 'serial' ? [...knownKeys, ...knownKeysOfSerial] : knownKeys;
  const unknown = places.flatMap(([place, known]) =>
    keysAt(data, place)
      .filter((key) => !known.includes(key))
      .map((key): Finding => {
        const message = `REANA does not read ${[...place, key].join('.')}`;
        const hint = elsewhere(key, places, language) ?? suggestionHint(key, known);
        const position = document.keyPosition([...place, key]);
        return { rule: 'unknown-key', severity: 'warning', message, hint, ...position };
      }),
  );
  return [...duplicates, ...unknown];
}

/** Where REANA would read `key`, when that is another place. */
function elsewhere(
  key: string,
  places: typeof knownKeys,
  language: WorkflowLanguage,
): string | undefined {
  const sections = places.flatMap(([place, keys]) =>
    keys.includes(key) ? [place.length === 0 ? 'at the top' : `under ${place.join('.')}`] : [],
  );
  const step = hintKinds.has(key) ? [hintPlaces[language]] : [];
  const where = [...sections, ...step];
  return where.length === 0 ? undefined : `REANA reads it ${where.join(', or ')}.`;
}

const hintPlaces: Readonly<Record<WorkflowLanguage, string>> = {
  serial: 'at a step',
  yadage: 'in environment.resources of a step',
  cwl: 'in hints.reana of a step',
  snakemake: 'in resources of a rule',
};

/** Placeholders in the workflow's own files, where nothing replaces them. */
export async function workflowPlaceholders(specification: Specification): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const source of declaredSources(specification).filter((file) => !file.directory)) {
    const text = await readText(specification.root, source.path).catch(() => '');
    for (const [index, line] of text.split('\n').entries()) {
      const names = findPlaceholders(line.replace(/(^|\s)#.*/, ''));
      findings.push(
        ...names.map((name): Finding => ({
          rule: 'placeholder-in-workflow',
          severity: 'warning',
          message: `${name} stays as it is: only the specification is filled in`,
          hint: 'Hand the value over as an input parameter.',
          file: source.path,
          line: index + 1,
          column: line.indexOf(name) + 1,
        })),
      );
    }
  }
  return findings;
}

function keysAt(data: Json, place: NodePath): string[] {
  let value: Json | undefined = data;
  for (const step of place) value = isJsonObject(value) ? value[step] : undefined;
  return isJsonObject(value) ? Object.keys(value) : [];
}
