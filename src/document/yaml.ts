/** Reading a YAML file (JSON is YAML too) with positions, and as the data that REANA will see in it. */
import { LineCounter, parseDocument, visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import { ReanaCiError } from '../base/error.ts';
import type { Finding } from '../base/error.ts';
import type { Json } from '../base/json.ts';
import { createSourceDocument } from './source-document.ts';
import type { SourceDocument } from './source-document.ts';
import { convertToJson, type JsonOptions } from './yaml-json.ts';
import { repairYaml } from './yaml-repair.ts';
import { measureYaml, type SizeProblem } from './yaml-size.ts';
import { whitespaceFindings } from './yaml-whitespace.ts';

/**
 * Parses `text`.
 *
 * @param file path as the user knows it, for messages
 * @throws ReanaCiError `specification` with one finding for every syntax error
 */
export function readYaml(file: string, text: string): SourceDocument {
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const measured = measureYaml(clean);
  if ('problem' in measured) throw broken(file, [sizeFinding(file, clean, measured.problem)]);
  const source = parseAsPyYaml(file, clean, measured.parts);
  const { document } = source;
  const findings = [
    ...controlCharacters(source),
    ...firstErrors(document.errors).map((error) => syntaxFinding(source, error)),
    ...whitespaceFindings(source),
  ];
  if (findings.length > 0) throw broken(file, onePerPlace(findings));
  return source;
}

/**
 * The whole document as JSON: YAML 1.1 as PyYAML reads it, numbers as they were spelled.
 *
 * @throws ReanaCiError `specification` when the document holds what JSON cannot (dates, tags, circles)
 */
export function toJson(source: SourceDocument, options: JsonOptions = {}): Json {
  const { value, findings } = convertToJson(source, options);
  const errors = findings.filter((finding) => finding.severity === 'error');
  if (errors.length > 0) throw broken(source.file, errors);
  return value;
}

/** Reads the text as it is or, where only PyYAML takes it so, as both take it. */
function parseAsPyYaml(file: string, text: string, parts: number): SourceDocument {
  const lines = new LineCounter();
  const document = parse(file, text, lines);
  const repaired = document.errors.length === 0 ? undefined : repairYaml(text);
  if (repaired === undefined) {
    endLastLine(document, text);
    return createSourceDocument(file, text, document, lines, parts);
  }
  const other = parse(file, repaired.text, new LineCounter());
  // What is wrong in another way is told as it stands in the file.
  if (other.errors.length > 0) return createSourceDocument(file, text, document, lines, parts);
  endLastLine(other, repaired.text);
  return createSourceDocument(file, repaired.text, other, lines, parts, (offset) =>
    repaired.originalOffset(offset),
  );
}

/** PyYAML adds no end to the last line of a block text that has none. */
function endLastLine(document: Document.Parsed, text: string): void {
  if (text.slice(text.lastIndexOf('\n') + 1).trim() === '') return;
  visit(document, {
    Scalar(_key, node) {
      const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
      if (!isBlock || typeof node.value !== 'string' || (node.range?.[1] ?? 0) < text.length)
        return;
      node.value = node.value.replace(/\n$/, '');
    },
  });
}

function parse(file: string, text: string, lineCounter: LineCounter): Document.Parsed {
  try {
    // The failsafe schema leaves every scalar a string; yaml-scalar.ts gives it PyYAML's type.
    return parseDocument(text, {
      schema: 'failsafe',
      version: '1.1',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
      lineCounter,
    });
  } catch (error) {
    if (error instanceof RangeError) {
      const message = 'the values are nested too deeply';
      throw broken(file, [{ rule: 'yaml-too-deep', severity: 'error', message, file }]);
    }
    throw error;
  }
}

function controlCharacters(source: SourceDocument): Finding[] {
  // All of Unicode's control characters but tab, line feed, carriage return and next line.
  const match = /(?![\t\n\r\u0085])\p{Cc}|[\uFFFE\uFFFF]/u.exec(source.text);
  if (match === null) return [];
  const code = match[0].charCodeAt(0).toString(16).padStart(4, '0');
  return [
    {
      rule: 'yaml-syntax',
      severity: 'error',
      message: `the control character U+${code.toUpperCase()} is not allowed in YAML`,
      ...source.positionAt(match.index),
    },
  ];
}

const mostSyntaxErrors = 3;

/** How far the key behind a value is looked for. */
const longestValue = 2000;

const hints: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'Put a value that holds ": " in quotes.',
  TAB_AS_INDENT: 'Indent with spaces.',
  MULTIPLE_DOCS: 'Keep one document: remove the line --- between them.',
  BLOCK_IN_FLOW: 'Close the [ or { that is still open.',
  BAD_SCALAR_START: 'Put the value in quotes.',
};

const messages: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'a value holds ": " and so looks like a key of its own',
  BLOCK_IN_FLOW: 'a bracket before this is not closed',
  MULTIPLE_DOCS: 'the file holds more than one document',
};

/** After a bracket that is not closed, all that follows is wrong; only the first errors help to find it. */
function firstErrors(errors: readonly YAMLError[]): YAMLError[] {
  const sorted = errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  const open = sorted.findIndex(({ code }) => code === 'BLOCK_IN_FLOW');
  return sorted.slice(0, open === -1 ? mostSyntaxErrors : Math.min(open + 1, mostSyntaxErrors));
}

function syntaxFinding(source: SourceDocument, error: YAMLError): Finding {
  const { message, hint } = explain(source, error);
  return {
    rule: 'yaml-syntax',
    severity: 'error',
    message,
    ...(hint === undefined ? {} : { hint }),
    ...source.positionAt(error.pos[0]),
  };
}

function explain(
  { text }: SourceDocument,
  { code, message, pos }: YAMLError,
): { readonly message: string; readonly hint?: string | undefined } {
  const [begin] = pos;
  const [value = ''] = /^[^]*?:(?=\s)/.exec(text.slice(begin, begin + longestValue)) ?? [];
  if (code === 'BLOCK_AS_IMPLICIT_KEY' && value.includes('\n')) {
    return {
      message: 'the next line is indented as if it went on with this value',
      hint: 'Indent the next line as much as the key before this value.',
    };
  }
  return { message: messages[code] ?? message, hint: hints[code] };
}

/** One slip can trip the parser several times in the same place; the first time says most. */
function onePerPlace(findings: readonly Finding[]): Finding[] {
  const places = new Map<string, Finding>();
  for (const finding of findings) {
    const place = `${finding.line ?? 0}:${finding.column ?? 0}`;
    if (!places.has(place)) places.set(place, finding);
  }
  return [...places.values()];
}

function sizeFinding(file: string, text: string, { offset, ...problem }: SizeProblem): Finding {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return {
    severity: 'error',
    ...problem,
    file,
    line: before.split('\n').length,
    column: offset - lineStart + 1,
  };
}

function broken(file: string, findings: readonly Finding[]): ReanaCiError {
  return new ReanaCiError('specification', `${file} cannot be read`, { findings });
}
