/** JSON text whose long strings are taken out piece by piece as it comes, so that the rest fits into memory. */

/** Takes the place of a string that is too long. */
export interface LongString {
  /** What stands in the text in its place. */
  readonly standIn: string;
  /** Gets the string, a piece at a time. */
  write(text: string): void;
  end(): void;
}

export interface JsonSieve {
  write(text: string): void;
  /** The JSON text that is left. */
  readonly rest: string;
  /** Its characters so far. */
  readonly size: number;
}

/**
 * @param open called for each string that is too long
 * @param longest characters, backslashes of escapes included, that a string in memory may have
 * @returns a sieve whose `write` throws SyntaxError where a string is not JSON's
 */
export function createJsonSieve(open: () => LongString, longest = 64 * 1024): JsonSieve {
  const kept: string[] = [];
  let size = 0;
  /** The string that the text stands in: as it is spelled, or too long for that. */
  let spelled: string | undefined;
  let long: LongString | undefined;
  /** An escape, or a pair of two, that has begun only. */
  let begun = '';

  function add(fragment: string): void {
    if (long === undefined) {
      spelled = (spelled ?? '') + fragment;
      if (spelled.length <= longest) return;
      long = open();
      fragment = spelled;
    }
    // The second half of a pair of surrogates may come with the next piece.
    const half = /\\u[dD][89abAB][\da-fA-F]{2}$/.exec(fragment)?.[0] ?? '';
    long.write(decode(fragment.slice(0, fragment.length - half.length)));
    begun = half;
  }

  function keep(text: string): void {
    kept.push(text);
    size += text.length;
  }

  function close(): void {
    if (long === undefined) {
      keep(`"${spelled ?? ''}"`);
    } else {
      if (begun !== '') long.write(decode(begun));
      long.end();
      keep(JSON.stringify(long.standIn));
    }
    begun = '';
    spelled = long = undefined;
  }

  /** @returns the place where the text goes on behind the string, or its length */
  function readString(text: string, from: number): number {
    const special = /["\\]/g;
    special.lastIndex = from;
    for (let match = special.exec(text); match !== null; match = special.exec(text)) {
      if (match[0] === '"') {
        add(text.slice(from, match.index));
        close();
        return match.index + 1;
      }
      const end = match.index + (text[match.index + 1] === 'u' ? 6 : 2);
      if (end > text.length) {
        add(text.slice(from, match.index));
        begun += text.slice(match.index);
        return text.length;
      }
      special.lastIndex = end;
    }
    add(text.slice(from));
    return text.length;
  }

  return {
    write(piece) {
      const text = begun + piece;
      begun = '';
      let at = 0;
      while (at < text.length) {
        if (spelled !== undefined) {
          at = readString(text, at);
          continue;
        }
        const quote = text.indexOf('"', at);
        const end = quote < 0 ? text.length : quote + 1;
        keep(text.slice(at, quote < 0 ? end : quote));
        if (quote >= 0) spelled = '';
        at = end;
      }
    },
    get size() {
      return size;
    },
    get rest() {
      return kept.join('');
    },
  };
}

function decode(spelled: string): string {
  return JSON.parse(`"${spelled}"`) as string;
}
