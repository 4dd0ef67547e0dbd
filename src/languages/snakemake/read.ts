/** Reading the Snakefile of an analysis with the files that it includes. */
import path from 'node:path';
import type { Specification } from '../../specification/specification.ts';
import type { TolerantReader } from '../../document/tolerant-document.ts';
import { parseSnakefile, type Snakefile, type SnakefileDirective } from './snakefile.ts';

export interface Snakefiles {
  /** The first is the one that the run starts with. */
  readonly snakefiles: readonly Snakefile[];
  /** Whether every `include` was read. */
  readonly isWhole: boolean;
}

const mostFiles = 100;
/** In all files together: as much as thousands of rules, each of which takes a kilobyte of memory or two. */
const mostCharacters = 384 * 1024;

/** Reads the Snakefile and the files that it includes by a plain name, as far as they are at hand. */
export async function readSnakefiles(
  { workflowFile: first }: Pick<Specification, 'workflowFile'>,
  reader: TolerantReader,
): Promise<Snakefiles> {
  const names = first === undefined ? [] : [first];
  const snakefiles: Snakefile[] = [];
  let isWhole = true;
  let characters = 0;
  // The list grows while it is walked, by the files that are included.
  for (const name of names) {
    const text = await reader.text(name);
    if (text === undefined) {
      isWhole = false;
      continue;
    }
    characters += text.length;
    const snakefile = characters > mostCharacters ? unread(name) : parseSnakefile(name, text);
    snakefiles.push(snakefile);
    for (const directive of snakefile.directives) {
      if (directive.keyword !== 'include') continue;
      const target = includedFile(name, directive);
      if (target === undefined) isWhole = false;
      else if (!names.includes(target) && names.length < mostFiles) names.push(target);
    }
  }
  return { snakefiles, isWhole };
}

/** Of a file that is too large nothing is known. */
function unread(file: string): Snakefile {
  return {
    file,
    rules: [],
    directives: [],
    problems: [],
    python: [],
    names: new Set(),
    isOpen: true,
    isUnread: true,
  };
}

/** The file that an `include:` names, relative to the analysis; `undefined` when it is no plain text. */
export function includedFile(from: string, directive: SnakefileDirective): string | undefined {
  const name = plainText(directive);
  if (name === undefined || /^[a-z]+:\/\/|^\//.test(name)) return undefined;
  return path.posix.join(path.posix.dirname(from), name);
}

/** The value of a directive that is one plain text and nothing else; in braces stands what is not known. */
export function plainText({ arguments: given }: SnakefileDirective): string | undefined {
  const [only] = given;
  if (given.length !== 1 || only?.name !== undefined) return undefined;
  return typeof only?.value === 'string' && !/[{}]/.test(only.value) ? only.value : undefined;
}
