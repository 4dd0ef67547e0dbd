/** Python that is read and not run: the arguments of a call, and statements, by Python's own grammar. */
import { type ExprNode, parseModule } from 'py-ast';

/** Lines and columns count from 1, in the text that was read. */
export interface PythonPlace {
  readonly line: number;
  readonly column: number;
}

export interface PythonArgument extends PythonPlace {
  readonly name?: string;
  /** `*given` and `**given`, which may be any number of arguments. */
  readonly isUnpacked: boolean;
  readonly expression: ExprNode;
}

/** What Python refuses, and at which place it notices. */
export interface PythonMistake extends PythonPlace {
  readonly message: string;
}

/** `unknown`: the text is beyond this reader, which says nothing of what Python makes of it. */
export type ReadPython<T> = { readonly value: T } | { readonly mistake: PythonMistake } | 'unknown';

/** Reads `a, b=1, *c` as what stands between the brackets of a call. */
export function readPythonArguments(text: string): ReadPython<readonly PythonArgument[]> {
  const read = readPython(`f(\n${text}\n)\n`, 1);
  if (read === 'unknown' || 'mistake' in read) return read;
  const [statement, ...others] = read.value;
  const call = statement?.nodeType === 'Expr' ? statement.value : undefined;
  // The text has closed the bracket, and opened another one.
  if (call?.nodeType !== 'Call' || others.length > 0) return 'unknown';
  const found = [
    ...call.args.map((given): Found => ({ ...placeOf(given), ...unpacked(given) })),
    ...call.keywords.map((keyword): Found => {
      const { arg: name, value: expression } = keyword;
      return { ...placeOf(keyword), expression, isUnpacked: name == null, ...named(name) };
    }),
  ];
  return { value: found.sort((a, b) => a.line - b.line || a.column - b.column) };
}

/** What Python refuses of `text`, a whole module, in which a tab is as wide as a space. */
export function pythonMistake(text: string): PythonMistake | undefined {
  const spaced = text.replace(/^[ \t]*\t[ \t]*/gm, (indent) => ' '.repeat(indent.length));
  const read = readPython(spaced, 0);
  return read === 'unknown' || 'value' in read ? undefined : read.mistake;
}

type Found = PythonArgument;
type Statements = ReturnType<typeof parseModule>['body'];

/** @param before lines that the text has in front, which do not count */
function readPython(text: string, before: number): ReadPython<Statements> {
  try {
    return { value: parseModule(text).body };
  } catch (error) {
    const mistake = error instanceof Error ? mistakeOf(error) : undefined;
    return mistake === undefined
      ? 'unknown'
      : { mistake: { ...mistake, line: mistake.line - before } };
  }
}

/**
 * Only a mistake of the grammar has a place. Brackets too deep to follow have none, and of f-strings the reader
 * takes less than Python does.
 */
function mistakeOf(
  error: Error & { lineno?: unknown; col_offset?: unknown },
): PythonMistake | undefined {
  const { message, lineno, col_offset: column } = error;
  if (typeof lineno !== 'number' || typeof column !== 'number') return undefined;
  if (/f-string|t-string/.test(message)) return undefined;
  return {
    message: message.replace(/ at line \d+, column \d+$/, ''),
    line: lineno,
    column: column + 1,
  };
}

function unpacked(given: ExprNode): Pick<Found, 'expression' | 'isUnpacked'> {
  if (given.nodeType !== 'Starred') return { expression: given, isUnpacked: false };
  return { expression: given.value, isUnpacked: true };
}

function named(name: string | undefined): Pick<Found, 'name'> {
  return name === undefined ? {} : { name };
}

/** Without the line that stands before the arguments. */
function placeOf(node: { lineno: number; col_offset: number }): PythonPlace {
  return { line: node.lineno - 1, column: node.col_offset + 1 };
}
