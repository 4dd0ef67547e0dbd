/** The answers that the real engine gave, as text: one block for every case. */
import { parseJson, type Json, type JsonObject } from '../../../src/base/json.ts';

export interface ExpectedNode {
  readonly name: string;
  readonly state: string;
  readonly parameters: Json;
  readonly result: Json;
  readonly readwrite: readonly string[];
  readonly readonly: readonly string[];
}

export interface ExpectedAnswer {
  readonly name: string;
  readonly init: JsonObject;
  readonly status: string;
  readonly error?: { readonly type: string; readonly text: string };
  readonly nodes: readonly ExpectedNode[];
  /** Absent when the workflow could not be loaded. */
  readonly edges?: readonly (readonly [string, string])[];
  readonly unapplied?: readonly string[];
  readonly files: readonly (readonly [string, string])[];
}

export function parseAnswers(text: string): ExpectedAnswer[] {
  return text
    .split(/^===== /m)
    .slice(1)
    .map(parseBlock);
}

function parseBlock(block: string): ExpectedAnswer {
  const [head = '', ...lines] = block.split('\n');
  const [name = '', init = '{}'] = head.split(' init= ');
  const start = lines.findIndex((line) => line.startsWith('RESULT: '));
  const end = lines.findIndex(
    (line, index) => index > start && /^(\S+ [A-Z]+ params= |edges \[|files \[)/.test(line),
  );
  const result = lines.slice(start, end).join('\n').slice('RESULT: '.length);
  const [, status = '', type, message = ''] = /^(\w+)(?: (\w+) ([\s\S]*))?$/.exec(result) ?? [];
  const edges = valueAfter(lines, 'edges ');
  const unapplied = valueAfter(lines, 'unapplied rules ');
  return {
    name,
    init: parseJson(init) as JsonObject,
    status,
    nodes: lines.flatMap((line) => parseNode(line) ?? []),
    files: (valueAfter(lines, 'files ') ?? []) as [string, string][],
    ...(type === undefined ? {} : { error: { type, text: message } }),
    ...(edges === undefined ? {} : { edges: edges as [string, string][] }),
    ...(unapplied === undefined ? {} : { unapplied: unapplied as string[] }),
  };
}

function parseNode(line: string): ExpectedNode | undefined {
  const match = /^(\S+) ([A-Z]+) params= (.*) result= (.*) rw= (\[.*\]) ro= (\[.*\])$/
    .exec(line)
    ?.slice(1);
  if (match === undefined) return undefined;
  const [name = '', state = '', parameters = '', result = '', readwrite = '', readonly = ''] =
    match;
  return {
    name,
    state,
    parameters: parseJson(parameters),
    result: parseJson(result),
    readwrite: parsePython(readwrite) as string[],
    readonly: parsePython(readonly) as string[],
  };
}

function valueAfter(lines: readonly string[], prefix: string): unknown {
  const line = lines.find((candidate) => candidate.startsWith(prefix));
  return line === undefined ? undefined : parsePython(line.slice(prefix.length));
}

/** A Python literal of lists, tuples and strings. */
function parsePython(text: string): unknown {
  const json = text.replace(
    /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|[()]/g,
    (part: string, single?: string, double?: string) => {
      if (part === '(') return '[';
      if (part === ')') return ']';
      const content = (single ?? double ?? '').replaceAll("\\'", "'");
      return `"${content.replace(/(?<!\\)"/g, '\\"')}"`;
    },
  );
  return JSON.parse(json);
}
