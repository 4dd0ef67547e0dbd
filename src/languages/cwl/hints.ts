/** Credential hints of a CWL workflow: `hints: reana:` of its steps, and of the workflows and tools they run. */
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { credentialHints, type CredentialHint } from '../workflow/credential-hint.ts';
import type { NodePath } from '../../document/source-document.ts';
import { entriesOf, entriesOfClass } from './entry.ts';
import type { CwlProcess, CwlWorkflow } from './workflow.ts';

/** In the order in which they are met; what cannot be read has no hints. */
export function cwlHints(workflow: CwlWorkflow): CredentialHint[] {
  const [first] = workflow.processes;
  return first === undefined ? [] : hintsBelow(workflow, first, new Set());
}

function hintsBelow(
  workflow: CwlWorkflow,
  process: CwlProcess,
  visited: Set<CwlProcess>,
): CredentialHint[] {
  if (visited.has(process)) return [];
  visited.add(process);
  const { data, path, step } = process;
  const inner = entriesOf(data.steps).flatMap(({ id, value, path: place }) => {
    if (!isJsonObject(value)) return [];
    const run = workflow.processOf(value);
    return [
      ...hintsOf(process, value, [...path, 'steps', ...place], id),
      ...(run === undefined ? [] : hintsBelow(workflow, run, visited)),
    ];
  });
  return [...hintsOf(process, data, path, step), ...inner];
}

function hintsOf(
  { source }: CwlProcess,
  { hints }: JsonObject,
  path: NodePath,
  step: string | undefined,
): CredentialHint[] {
  return entriesOfClass(hints, 'reana').flatMap(({ value, path: place }) =>
    credentialHints(value, step, (key) => source.position([...path, 'hints', ...place, key])),
  );
}
