/** Booleans in variables. */
import { ReanaCiError } from './error.ts';

const on = ['true', '1', 'yes', 'on'];
const off = ['false', '0', 'no', 'off'];

/**
 * @param name of the variable
 * @returns `undefined` for an empty one
 * @throws ReanaCiError `usage` for anything that is neither true nor false
 */
export function readSwitch(name: string, text: string | undefined): boolean | undefined {
  const value = text?.trim().toLowerCase() ?? '';
  if (value === '') return undefined;
  if (on.includes(value)) return true;
  if (off.includes(value)) return false;
  throw new ReanaCiError('usage', `${name}: "${value}" is not a boolean: use true or false.`);
}
