/** Everything that packing a CWL workflow reads, looked up before a program is let loose on it. */
import path from 'node:path';
import { type Finding, ReanaCiError } from '../../base/error.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { describeRefusal, NotOpened, readBelow } from '../../base/open-below.ts';
import { safeRelativePath } from '../../base/safe-path.ts';
import type { NodePath, SourceDocument } from '../../document/source-document.ts';
import { readYaml, toJson } from '../../document/yaml.ts';

const mostFiles = 500;
const largestFile = 2 * 1024 * 1024;
/** Their values are addresses of files that become part of the workflow; the first is taken as text. */
const inclusions = ['$include', '$import', '$mixin', 'run'];
const schemas = '$schemas';
const hasScheme = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Reads `workflow.file` and every file that it, or one of those, takes in with `$include`, `$import`, `$mixin`,
 * `run` or `$schemas`. What is missing is left out: cwltool says so in its own words.
 *
 * @param root absolute folder of the analysis
 * @param address relative to `root`, possibly with `#process`
 * @returns contents by path relative to `root`
 * @throws ReanaCiError `specification` with every address that leads out of the analysis or through a link
 */
export async function readCwlFiles(
  root: string,
  address: string,
): Promise<ReadonlyMap<string, Buffer>> {
  const [first = ''] = address.split('#', 1);
  const files = new Map<string, Buffer>();
  const findings: Finding[] = [];
  const open: Reference[] = [{ address: first, from: '', isText: false, refuse: refuseFirst }];
  const seen = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const file = resolve(next);
    if (typeof file !== 'string') {
      next.refuse(file.problem);
      continue;
    }
    const key = `${file} ${String(next.isText)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > mostFiles) throw refusal([], `it is spread over more than ${mostFiles} files`);
    const content = files.get(file) ?? (await read(root, file, next));
    if (content === undefined) continue;
    files.set(file, content);
    if (!next.isText) open.push(...referencesIn(file, content, findings));
  }
  if (findings.length > 0) throw refusal(findings);
  return files;

  function refuseFirst(problem: string): never {
    throw new ReanaCiError('specification', `workflow.file: ${first} ${problem}`);
  }
}

interface Reference {
  readonly address: string;
  /** The file that it stands in. */
  readonly from: string;
  readonly isText: boolean;
  readonly refuse: (problem: string) => void;
}

/** The file that is meant, as cwltool resolves and decodes addresses; or why none is taken. */
function resolve({ address, from }: Reference): string | { readonly problem: string } {
  if (hasScheme.test(address)) return { problem: 'is an address, and nothing is fetched for it' };
  let decoded: string;
  try {
    decoded = decodeURIComponent(address.split('#', 1)[0] ?? '');
  } catch {
    return { problem: 'is not the address of a file' };
  }
  const joined = decoded.startsWith('/')
    ? decoded
    : path.posix.join(path.posix.dirname(from), decoded);
  return safeRelativePath(joined) ?? { problem: 'lies outside of the analysis' };
}

async function read(
  root: string,
  file: string,
  { refuse }: Reference,
): Promise<Buffer | undefined> {
  try {
    return await readBelow(root, file, largestFile);
  } catch (error) {
    if (!(error instanceof NotOpened)) throw error;
    if (error.refusal !== 'missing') refuse(describeRefusal(error.refusal));
    return undefined;
  }
}

function referencesIn(file: string, content: Buffer, findings: Finding[]): Reference[] {
  // What is no YAML here may be some to cwltool, with anything in it.
  const source = readYaml(file, content.toString('utf8'));
  const found: Reference[] = [];
  walk(toJson(source, { takesDates: true }), [], (holder, place) => {
    for (const key of [...inclusions, schemas]) {
      for (const { address, at } of textsAt(holder[key], [...place, key])) {
        if (address.startsWith('#')) continue;
        const refuse = (problem: string) => {
          findings.push(mistake(source, at, `${key}: ${address} ${problem}`));
        };
        found.push({ address, from: file, isText: key === '$include' || key === schemas, refuse });
      }
    }
    findings.push(...movedBases(source, holder, place));
  });
  return found;
}

/** Identifiers that would make cwltool look for files elsewhere than beside the file they stand in. */
function movedBases(source: SourceDocument, holder: JsonObject, place: NodePath): Finding[] {
  const values = ['$base', 'id', 'name'].flatMap((key) => {
    const value = holder[key];
    return typeof value === 'string' ? [{ text: value, at: [...place, key] }] : [];
  });
  const keys = Object.keys(holder).map((key) => ({ text: key, at: [...place, key] }));
  return [...values, ...keys]
    .filter(({ text }) => /^file:|^\/|(?:^|\/)(?:\.|%2e){2}(?:\/|%2f|$)/i.test(text))
    .map(({ text, at }) => mistake(source, at, `${text} names a place outside of the analysis`));
}

function textsAt(value: Json | undefined, at: NodePath): { address: string; at: NodePath }[] {
  if (typeof value === 'string') return [{ address: value, at }];
  if (!Array.isArray(value)) return [];
  return (value as readonly Json[]).flatMap((item, index) => textsAt(item, [...at, index]));
}

function walk(
  data: Json,
  place: NodePath,
  visit: (holder: JsonObject, place: NodePath) => void,
): void {
  if (Array.isArray(data)) {
    for (const [index, item] of (data as readonly Json[]).entries())
      walk(item, [...place, index], visit);
  } else if (isJsonObject(data)) {
    visit(data, place);
    for (const [key, value] of Object.entries(data)) walk(value, [...place, key], visit);
  }
}

function mistake(source: SourceDocument, place: NodePath, message: string): Finding {
  return { rule: 'cwl-reference', severity: 'error', message, ...source.position(place) };
}

function refusal(findings: readonly Finding[], reason = ''): ReanaCiError {
  return new ReanaCiError(
    'specification',
    `The CWL workflow is not packed: ${reason || 'it takes in what is no file of the analysis'}.`,
    { findings, hint: 'Put the files into the analysis, and name them relative to each other.' },
  );
}
