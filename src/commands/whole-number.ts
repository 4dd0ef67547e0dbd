/** Option values that are whole numbers. */
import { InvalidArgumentError } from 'commander';

/** Makes a parser for an option whose value is a whole number between `least` and `most`. */
export function parseWholeNumber(
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `at least ${least}` : `${least} to ${most}`;
    throw new InvalidArgumentError(`It has to be a whole number, ${range}.`);
  };
}
