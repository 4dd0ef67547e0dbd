/** `--filter NAME=VALUE` as REANA's client reads it and hands it to the server. */
import { runStatuses } from '../../reana/types.ts';
import { type Edge, Told } from '../edge.ts';
import { refuse } from './access.ts';

export interface Filters {
  readonly statuses: readonly string[];
  /** JSON for the server: names with the texts that are looked for; `undefined` without any. */
  readonly search: string | undefined;
}

/**
 * @param known names that may be asked for
 * @throws Told once the mistake has been shown
 */
export function parseFilters(
  edge: Edge,
  filters: readonly string[],
  known: readonly string[],
): Filters {
  const statuses: string[] = [];
  const search: Record<string, string[]> = {};
  for (const filter of filters) {
    const [given = '', value] = filter.split('=');
    if (value === undefined) {
      const text = 'Wrong input format. Please use --filter filter_name=filter_value';
      edge.stderr.write(`Error: Invalid value: ${text}\n`);
      throw new Told(text, 2);
    }
    const name = given.toLowerCase();
    if (!known.includes(name)) throw refuse(edge, `Filter ${name} is not valid.`);
    if (name === 'status') statuses.push(checkStatus(edge, value));
    else (search[name] ??= []).push(value);
  }
  const isSearched = Object.keys(search).length > 0;
  return { statuses, search: isSearched ? JSON.stringify(search) : undefined };
}

/** @throws Told when no run can have this status */
export function checkStatus(edge: Edge, status: string): string {
  if ((runStatuses as readonly string[]).includes(status)) return status;
  throw refuse(edge, `Input status value ${status} is not valid. `);
}
