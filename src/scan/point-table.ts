/** Points from a CSV file: names in the first line, and a point in every other one. */
import { LineCounter } from 'yaml';
import type { Position } from '../document/source-document.ts';
import { mistakeAt, type PointRow, type PointRows } from './point-rows.ts';

interface Field {
  readonly text: string;
  /** Within quotes; an empty field without them sets nothing. */
  readonly isQuoted: boolean;
  readonly place: Position;
}

/** A field and what ends it: a comma, the end of the line or of the file. */
const fieldPattern = /[ \t]*(?:"((?:[^"]|"")*)"[ \t]*|([^",\r\n][^,\r\n]*)?)(,|\r\n|\n|\r|$)/y;

/**
 * Reads CSV as RFC 4180 has it; blanks around fields without quotes go, and so do empty lines.
 *
 * @param file as the user knows it
 */
export function readPointTable(file: string, text: string): PointRows {
  const { records, findings } = readRecords(file, text.replace(/^\uFEFF/, ''));
  const [names = [], ...others] = records;
  const seen = new Set<string>();
  for (const { text: name, place } of names) {
    if (name === '') findings.push(mistakeAt(place, 'a column has no name'));
    else if (seen.has(name)) findings.push(mistakeAt(place, `${name} is there twice`));
    seen.add(name);
  }
  const rows = others.map((fields): PointRow => {
    const [first] = fields;
    const place = first?.place ?? { file, line: 1, column: 1 };
    if (fields.length !== names.length) {
      const message = `${fields.length} values, where the first line has ${names.length} names`;
      findings.push(mistakeAt(place, message, 'A value with a comma in it needs quotes.'));
    }
    const cells = fields.flatMap((field, column) => {
      const name = names[column]?.text ?? '';
      const isSet = name !== '' && (field.isQuoted || field.text !== '');
      return isSet ? [{ name, value: field.text, place: field.place }] : [];
    });
    return { place, cells };
  });
  return { rows, findings };
}

function readRecords(file: string, text: string) {
  const placeAt = createPlaces(file, text);
  const findings: PointRows['findings'] = [];
  const records: Field[][] = [];
  let record: Field[] = [];
  for (let at = 0; at < text.length || record.length > 0;) {
    fieldPattern.lastIndex = at;
    const match = fieldPattern.exec(text);
    if (match === null) {
      findings.push(mistakeAt(placeAt(at), 'the quotes in this line do not fit together'));
      at = endOfLine(text, at);
      record = [];
      continue;
    }
    const [whole, quoted, plain = '', end] = match;
    const blanks = whole.length - whole.trimStart().length;
    const content = quoted?.replaceAll('""', '"') ?? plain.trim();
    const place = placeAt(content === '' && quoted === undefined ? at : at + blanks);
    record.push({ text: content, isQuoted: quoted !== undefined, place });
    at += whole.length;
    if (end === ',') continue;
    const isBlank = record.length === 1 && content === '' && quoted === undefined;
    if (!isBlank) records.push(record);
    record = [];
  }
  return { records, findings };
}

function endOfLine(text: string, from: number): number {
  const end = text.slice(from).search(/[\r\n]/);
  return end === -1 ? text.length : from + end + (text.startsWith('\r\n', from + end) ? 2 : 1);
}

function createPlaces(file: string, text: string): (offset: number) => Position {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g))
    lines.addNewLine(index + end.length);
  return (offset) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
}
