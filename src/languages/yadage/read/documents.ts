/** The files of a workflow: the one it starts with and all that `$ref` reaches from there. */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isReanaCiError, type Finding, type ReanaCiError } from '../../../base/error.ts';
import { isJsonObject, type Json } from '../../../base/json.ts';
import { describeRefusal, NotOpened, readBelow } from '../../../base/open-below.ts';
import { isInside } from '../../../base/safe-path.ts';
import type { SourceDocument } from '../../../document/source-document.ts';
import { mostParts } from '../../../document/yaml-size.ts';
import { readYaml, toJson } from '../../../document/yaml.ts';

export interface WorkflowDocument {
  /** What its own `$ref` are relative to. */
  readonly base: string;
  readonly source: SourceDocument;
  readonly data: Json;
}

/** A file that cannot be had; the findings say why. */
export interface MissingDocument {
  readonly findings: readonly Finding[];
  /** For a message at the place of the `$ref`. */
  readonly reason: string;
}

export interface WorkflowDocuments {
  readonly first: WorkflowDocument | MissingDocument;
  /** By base. The first document is there under the base of the folder that it was loaded for. */
  readonly byBase: ReadonlyMap<string, WorkflowDocument | MissingDocument>;
}

const mostDocuments = 500;
const largestFile = 2 * 1024 * 1024;

/**
 * Reads `file` and everything it refers to. References of this first file are relative to `toplevel`,
 * wherever below it the file lies; those of any other file are relative to that file.
 *
 * @param toplevel absolute folder; nothing outside of it is read
 * @param file relative to `toplevel`
 */
export async function readDocuments(toplevel: string, file: string): Promise<WorkflowDocuments> {
  const base = pathToFileURL(path.join(toplevel, path.sep)).href;
  return follow(toplevel, await readDocument(toplevel, path.resolve(toplevel, file), base));
}

/** Like {@link readDocuments} for a workflow that is already at hand. */
export async function readReferences(
  toplevel: string,
  source: SourceDocument,
): Promise<WorkflowDocuments> {
  const base = pathToFileURL(path.join(toplevel, path.sep)).href;
  return follow(toplevel, { base, source, data: toJson(source) });
}

/** The document that `reference` names, and the pointer into it (still percent-encoded). */
export function resolveReference(
  reference: string,
  base: string,
): { readonly base: string; readonly pointer: string } {
  const hash = reference.indexOf('#');
  const address = hash === -1 ? reference : reference.slice(0, hash);
  const pointer = hash === -1 ? '' : reference.slice(hash + 1);
  if (address === '') return { base, pointer };
  return { base: URL.parse(address, base)?.href ?? address, pointer };
}

async function follow(
  toplevel: string,
  first: WorkflowDocument | MissingDocument,
): Promise<WorkflowDocuments> {
  const byBase = new Map<string, WorkflowDocument | MissingDocument>();
  if (!('base' in first)) return { first, byBase };
  byBase.set(first.base, first);
  let parts = first.source.parts;
  const open = [first];
  for (let document = open.pop(); document !== undefined; document = open.pop()) {
    for (const reference of referencesIn(document.data)) {
      const { base } = resolveReference(reference, document.base);
      if (byBase.has(base)) continue;
      const found =
        byBase.size >= mostDocuments
          ? missing(`the workflow is spread over more than ${mostDocuments} files`)
          : parts > mostParts
            ? missing('the files of the workflow together hold more values than can be read')
            : await readAddress(toplevel, base);
      byBase.set(base, found);
      if (!('base' in found)) continue;
      parts += found.source.parts;
      open.push(found);
    }
  }
  return { first, byBase };
}

function referencesIn(data: Json): string[] {
  if (Array.isArray(data)) return (data as readonly Json[]).flatMap(referencesIn);
  if (!isJsonObject(data)) return [];
  if (typeof data.$ref === 'string') return [data.$ref];
  return Object.values(data).flatMap(referencesIn);
}

async function readAddress(
  toplevel: string,
  base: string,
): Promise<WorkflowDocument | MissingDocument> {
  if (!base.startsWith('file:'))
    return missing(`${base} is not on this machine, and is not fetched`);
  const file = pathOf(base);
  return file === undefined
    ? missing(`${base} is not the address of a file`)
    : readDocument(toplevel, file, base);
}

function pathOf(address: string): string | undefined {
  try {
    return fileURLToPath(address);
  } catch {
    return undefined;
  }
}

async function readDocument(
  toplevel: string,
  file: string,
  base: string,
): Promise<WorkflowDocument | MissingDocument> {
  const shown = path.relative(toplevel, file);
  if (!isInside(toplevel, file)) return missing(`${shown} lies outside of the analysis`);
  try {
    const content = await readBelow(toplevel, shown.split(path.sep).join('/'), largestFile);
    const source = readYaml(shown, content.toString('utf8'));
    return { base, source, data: toJson(source) };
  } catch (error) {
    if (isReanaCiError(error)) return { findings: error.findings, reason: withPlace(error) };
    if (!(error instanceof NotOpened)) throw error;
    if (error.refusal === 'missing') return missing(`there is no file ${shown}`);
    const leadsOut = error.refusal === 'link' && !(await isReallyInside(toplevel, file));
    return missing(
      leadsOut
        ? `${shown} is a link to a place outside of the analysis`
        : `${shown} ${describeRefusal(error.refusal)}`,
    );
  }
}

/** The error, with the place and the words of the first thing that is wrong. */
function withPlace({ message, findings: [first] }: ReanaCiError): string {
  if (first?.line === undefined) return message;
  return `${message} at ${first.line}:${first.column ?? 1}: ${first.message}`;
}

async function isReallyInside(toplevel: string, file: string): Promise<boolean> {
  return isInside(await realpath(toplevel), await realpath(file));
}

function missing(reason: string): MissingDocument {
  return { findings: [], reason };
}
