/** Data of a note: hidden lines that a later pipeline reads and people do not see. */
import * as v from 'valibot';
import { isSignature, sign } from '../../../base/signed.ts';

/** One pipeline of the merge request. */
export interface HistoryEntry {
  readonly pipeline: number;
  readonly pipelineUrl: string;
  readonly sha: string;
  /** `running`, or how it ended in a word or two. */
  readonly result: string;
  /** Icon of the result. */
  readonly icon: string;
  /** The numbers to remember, as people read them. */
  readonly headline: string;
  readonly runUrl?: string;
}

export interface NoteData {
  readonly version: 1;
  /** The latest first. */
  readonly history: readonly HistoryEntry[];
}

/** Where the part begins that older pipelines may change, too. */
const historyMark = '<!-- reana-ci:history -->';
const dataMark = '<!-- reana-ci:data ';
const signatureMark = '<!-- reana-ci:signature ';
const purpose = 'note';
const mostEntries = 50;

/** What a note remembers is signed for one place, by one key. */
export interface Seal {
  readonly project: number;
  readonly mergeRequest: number;
  /** Title of the job. */
  readonly job: string;
  /** Without one nothing is signed, and no signature believed. */
  readonly key?: string;
}

/** The first line of a job's note; nobody sees it. */
export function noteMarker(job: string): string {
  return `<!-- reana-ci:note ${hidden(job)} -->`;
}

/** Whether `body` is a note of the job. */
export function isNoteOf(job: string, body: string): boolean {
  return body.trimStart().startsWith(noteMarker(job));
}

/** @param history as Markdown */
export function joinNote(head: string, history: string, data: NoteData): string {
  const [marker = '', ...lines] = head.trimEnd().split('\n');
  const text = withoutMarks(lines.join('\n'));
  const tail = [historyMark, withoutMarks(history), `${dataMark}${hidden(data)} -->`];
  return [marker, text, '', ...tail.filter((part) => part !== '')].join('\n');
}

/** A log can hold anything, also what looks like a mark of ours. */
function withoutMarks(text: string): string {
  return text.replaceAll('<!-- reana-ci:', '<!- reana-ci:');
}

/** The note without what {@link joinNote} put behind it. */
export function headOf(body: string): string {
  const end = body.indexOf(historyMark);
  return (end === -1 ? body : body.slice(0, end)).trimEnd();
}

/** The note with a signature of what {@link joinNote} put into it, the same for the same note. */
export function sealed(body: string, seal: Seal): string {
  const { key } = seal;
  if (key === undefined) return body;
  const signature = sign(purpose, contentOf(body, seal), key);
  return `${body.trimEnd()}\n${signatureMark}${signature} -->`;
}

/** Whether {@link sealed} has signed what the note remembers, with this key for this place. */
export function isSealed(body: string, seal: Seal): boolean {
  const signature = body.slice(body.lastIndexOf(signatureMark)).slice(signatureMark.length);
  const [given = ''] = signature.split(' ', 1);
  return seal.key !== undefined && isSignature(given, purpose, contentOf(body, seal), seal.key);
}

function contentOf(body: string, { project, mergeRequest, job }: Seal): string {
  return JSON.stringify([project, mergeRequest, job, dataText(body)]);
}

/** No history when somebody has edited the note in a way that left none. */
export function dataOf(body: string): NoteData {
  try {
    const result = v.safeParse(schema, JSON.parse(dataText(body)));
    return result.success ? result.output : { version: 1, history: [] };
  } catch {
    return { version: 1, history: [] };
  }
}

function dataText(body: string): string {
  const start = body.lastIndexOf(dataMark);
  const end = body.indexOf(' -->', start);
  return start === -1 ? '' : body.slice(start + dataMark.length, end);
}

/** The history with `entry` in its place, in the place of what was known of this pipeline. */
export function withEntry({ history }: NoteData, entry: HistoryEntry): NoteData {
  const others = history.filter(({ pipeline }) => pipeline !== entry.pipeline);
  const sorted = [...others, entry].sort((a, b) => b.pipeline - a.pipeline);
  return { version: 1, history: sorted.slice(0, mostEntries) };
}

const text = v.pipe(v.string(), v.maxLength(500));
const schema = v.object({
  version: v.literal(1),
  history: v.pipe(
    v.array(
      v.object({
        pipeline: v.number(),
        pipelineUrl: text,
        sha: text,
        result: text,
        // Shown as it is: one picture, which mentions nobody and begins no markup.
        icon: v.pipe(v.string(), v.regex(/^\p{Extended_Pictographic}\u{fe0f}?$/u)),
        headline: text,
        runUrl: v.exactOptional(text),
      }),
    ),
    v.maxLength(mostEntries),
  ),
}) satisfies v.GenericSchema<unknown, NoteData>;

/** JSON in which nothing ends a comment. */
function hidden(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>-]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
