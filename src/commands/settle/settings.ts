/** Settings of `reana-ci settle`, from flags and `REANA_CI_…` variables. */
import path from 'node:path';
import { parseDuration } from '../../run/duration.ts';
import type { Edge } from '../edge.ts';
import { splitList, variableOf } from '../run/option-reader.ts';
import type { SettleOptions } from './options.ts';

export interface SettleSettings {
  /** Absolute folder. */
  readonly results: string;
  readonly outputs: readonly string[];
  /** Milliseconds since the epoch, as is the next: older runs are left. */
  readonly since: number;
  readonly deadline: number;
}

const defaults = { results: 'settled', since: '30d' };

/** @throws ReanaCiError `usage` when a time is none */
export function readSettleSettings(
  edge: Edge,
  options: SettleOptions,
  now: number,
): SettleSettings {
  const variable = (flag: string) => {
    const value = edge.env[variableOf(flag)]?.trim();
    return value === '' ? undefined : value;
  };
  const deadline = options.deadline ?? variable('deadline');
  return {
    results: path.resolve(edge.cwd, options.results ?? variable('results') ?? defaults.results),
    outputs: options.output ?? splitList(variable('output') ?? '', 'plain'),
    since: now - parseDuration(options.since ?? variable('since') ?? defaults.since, '--since'),
    deadline: deadline === undefined ? Infinity : now + parseDuration(deadline, '--deadline'),
  };
}
