import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJsonSieve, type LongString } from '../../src/reana/json-sieve.ts';

interface Taken extends LongString {
  text: string;
  isOver: boolean;
}

/** Sieves `text` in pieces of the given lengths, over and over. */
function sieve(text: string, lengths: readonly number[], longest: number) {
  const taken: Taken[] = [];
  const result = createJsonSieve(() => {
    const long: Taken = {
      standIn: `\u0000${taken.length}`,
      text: '',
      isOver: false,
      write: (piece) => (long.text += piece),
      end: () => (long.isOver = true),
    };
    taken.push(long);
    return long;
  }, longest);
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    result.write(text.slice(at, at + length));
    at += length;
  }
  return { rest: result.rest, taken };
}

const pieces = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

describe('JSON whose long strings are taken out', () => {
  it('is the same JSON when they are put back, however it comes', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ stringUnit: 'binary' }),
        pieces,
        fc.boolean(),
        (value, lengths, isAscii) => {
          const plain = JSON.stringify(value);
          const text = isAscii ? escaped(plain) : plain;
          const { rest, taken } = sieve(text, lengths, 4);
          const back = JSON.parse(rest, (_key, each: unknown) =>
            typeof each === 'string' && each.startsWith('\u0000')
              ? (taken.find(({ standIn }) => standIn === each)?.text ?? each)
              : each,
          ) as unknown;
          // Names of fields may be long, too.
          const renamed = JSON.stringify(back, (_key, each: unknown) => withNames(each, taken));
          expect(JSON.parse(renamed)).toEqual(JSON.parse(plain));
          expect(taken.every(({ isOver }) => isOver)).toBe(true);
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it('keeps no more of a string in memory than it may', () => {
    const { rest, taken } = sieve(JSON.stringify({ logs: 'x'.repeat(100_000) }), [997], 64);
    expect(rest).toHaveLength('{"logs":"\\u00000"}'.length);
    expect(taken[0]?.text).toHaveLength(100_000);
  });
});

/** As a server writes it that keeps to ASCII: pairs of surrogates are two escapes. */
function escaped(text: string): string {
  return text.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function withNames(value: unknown, taken: readonly Taken[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      taken.find(({ standIn }) => standIn === name)?.text ?? name,
      each as unknown,
    ]),
  );
}
