/** Credential hints of a yadage workflow: `environment.resources` of the steps that it really uses. */
import path from 'node:path';
import { isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { unescapeStep } from '../../base/json-pointer.ts';
import { credentialHints } from '../workflow/credential-hint.ts';
import type { CredentialHint } from '../workflow/credential-hint.ts';
import type { NodePath } from '../../document/source-document.ts';
import type { TolerantDocument, TolerantReader } from '../../document/tolerant-document.ts';

interface Scan {
  readonly reader: TolerantReader;
  readonly workflowFile: string;
  readonly visited: Set<string>;
  readonly hints: CredentialHint[];
}

interface Place {
  readonly file: string;
  readonly document: TolerantDocument;
  readonly path: NodePath;
  /** Name of the nearest stage. */
  readonly stage?: string;
}

/** Follows the workflow file and its `$ref`s into the analysis; what cannot be read has no hints. */
export async function yadageHints(
  reader: TolerantReader,
  workflowFile: string,
): Promise<CredentialHint[]> {
  const scan: Scan = { reader, workflowFile, visited: new Set(), hints: [] };
  await follow(scan, workflowFile, '', undefined);
  return scan.hints;
}

async function follow(
  scan: Scan,
  file: string,
  pointer: string,
  stage: string | undefined,
): Promise<void> {
  const key = `${file}#${pointer}`;
  if (scan.visited.has(key)) return;
  scan.visited.add(key);
  const document = await scan.reader.document(file);
  if (document === undefined) return;
  const steps = pointer
    .split('/')
    .filter((step) => step !== '')
    .map(unescapeStep);
  let value: Json | undefined = document.data;
  for (const step of steps) value = child(value, step);
  const name = stage ?? steps.at(-1);
  const place = { file, document, path: steps, ...(name === undefined ? {} : { stage: name }) };
  if (value !== undefined) await walk(scan, value, place);
}

async function walk(scan: Scan, value: Json, place: Place): Promise<void> {
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly Json[]).entries()) {
      await walk(scan, item, { ...place, path: [...place.path, index] });
    }
  } else if (isJsonObject(value)) {
    if (typeof value.$ref === 'string') await followReference(scan, value.$ref, place);
    else await walkMapping(scan, value, place);
  }
}

async function walkMapping(scan: Scan, value: JsonObject, place: Place): Promise<void> {
  const isStage = typeof value.name === 'string' && isJsonObject(value.scheduler);
  const inside =
    isStage && typeof value.name === 'string' ? { ...place, stage: value.name } : place;
  if (isJsonObject(value.environment)) {
    addResources(scan, value.environment.resources, {
      ...inside,
      path: [...inside.path, 'environment', 'resources'],
    });
  }
  for (const [key, item] of Object.entries(value)) {
    await walk(scan, item, { ...inside, path: [...inside.path, key] });
  }
}

/** A list of mappings of which later ones win; REANA ignores entries of other kinds. */
function addResources(scan: Scan, resources: Json | undefined, place: Place): void {
  if (!Array.isArray(resources)) return;
  const list = resources as readonly Json[];
  const merged = Object.assign({}, ...list.filter(isJsonObject)) as JsonObject;
  const { source } = place.document;
  scan.hints.push(
    ...credentialHints(merged, place.stage, (key) => {
      const index = list.findLastIndex((item) => isJsonObject(item) && key in item);
      return source.position([...place.path, index, key]);
    }),
  );
}

/**
 * References in the workflow file itself are relative to the analysis, those in other files to the folder
 * of that file.
 */
async function followReference(scan: Scan, reference: string, place: Place): Promise<void> {
  const [location = '', fragment = ''] = reference.split('#', 2);
  if (/^[a-z+]+:/i.test(location)) return;
  const folder = place.file === scan.workflowFile ? '.' : path.posix.dirname(place.file);
  const file =
    location === '' ? place.file : path.posix.normalize(path.posix.join(folder, location));
  await follow(scan, file, decode(fragment), place.stage);
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function child(value: Json | undefined, step: string): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(step)];
  return isJsonObject(value) ? value[step] : undefined;
}
