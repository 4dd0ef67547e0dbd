/** Credential hints of a CWL workflow: `hints: reana:` of its steps and tools. */
import path from 'node:path';
import { isJsonObject } from '../../base/json.ts';
import type { Json } from '../../base/json.ts';
import { credentialHints } from '../credential-hint.ts';
import type { CredentialHint } from '../credential-hint.ts';
import type { NodePath } from '../source-document.ts';
import type { TolerantDocument, TolerantReader } from '../tolerant-document.ts';

interface Scan {
  readonly reader: TolerantReader;
  readonly visited: Set<string>;
  readonly hints: CredentialHint[];
}

/** Follows the workflow file and the files its steps run; what cannot be read has no hints. */
export async function cwlHints(
  reader: TolerantReader,
  workflowFile: string,
): Promise<CredentialHint[]> {
  const scan: Scan = { reader, visited: new Set(), hints: [] };
  await scanFile(scan, workflowFile);
  return scan.hints;
}

async function scanFile(scan: Scan, file: string, step?: string): Promise<void> {
  if (scan.visited.has(file)) return;
  scan.visited.add(file);
  const document = await scan.reader.document(file);
  if (document !== undefined) await walk(scan, file, document, [], document.data, step);
}

async function walk(
  scan: Scan,
  file: string,
  document: TolerantDocument,
  place: NodePath,
  value: Json,
  step: string | undefined,
): Promise<void> {
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly Json[]).entries()) {
      await walk(scan, file, document, [...place, index], item, step);
    }
  }
  if (!isJsonObject(value)) return;
  const own = stepName(value.id) ?? (place.at(-2) === 'steps' ? String(place.at(-1)) : step);
  addHints(scan, document, [...place, 'hints'], value.hints, own);
  if (typeof value.run === 'string' && !/^#|^[a-z+]+:/i.test(value.run)) {
    const target = path.posix.join(path.posix.dirname(file), value.run.replace(/#.*$/, ''));
    await scanFile(scan, target, own);
  }
  for (const [key, item] of Object.entries(value)) {
    if (key !== 'hints') await walk(scan, file, document, [...place, key], item, own);
  }
}

/** Hints are a mapping by class, or a list of mappings that name their class. */
function addHints(
  scan: Scan,
  document: TolerantDocument,
  place: NodePath,
  hints: Json | undefined,
  step: string | undefined,
): void {
  const entries: [string | number, Json][] = Array.isArray(hints)
    ? [...(hints as readonly Json[]).entries()].filter(([, item]) => isReana(item))
    : isJsonObject(hints)
      ? Object.entries(hints).filter(([name]) => name === 'reana' || name.endsWith(':reana'))
      : [];
  for (const [key, item] of entries) {
    scan.hints.push(
      ...credentialHints(item, step, (name) => document.source.position([...place, key, name])),
    );
  }
}

function isReana(item: Json): boolean {
  return isJsonObject(item) && typeof item.class === 'string' && /(^|[:#/])reana$/.test(item.class);
}

function stepName(id: Json | undefined): string | undefined {
  return typeof id === 'string' ? id.replace(/^.*[#/]/, '') : undefined;
}
