/** The groundwork of an analysis, laid once for all points that have the same datasets and variables. */
import type { ReanaCiError } from '../base/error.ts';
import type { Analysis } from '../run/plan/analysis.ts';
import { type Groundwork, layGroundwork, type LayGroundwork } from '../run/plan/groundwork.ts';
import { createMistakes } from '../run/plan/mistakes.ts';

interface Laid {
  readonly ground: Groundwork | undefined;
  /** What was wrong. */
  readonly error: ReanaCiError | undefined;
}

/** Points are in order, so that those with the same groundwork follow each other, or nearly. */
const mostKept = 4;

/**
 * Makes a {@link LayGroundwork} that keeps what it has laid last.
 *
 * @param results folder of the scan: what is in there is no input of any point
 */
export function shareGroundwork(analysis: Analysis, results: string): LayGroundwork {
  const kept = new Map<string, Promise<Laid>>();
  return async (settings, tools, mistakes) => {
    const key = JSON.stringify([settings.datasets, settings.variables]);
    const laid = kept.get(key) ?? lay();
    kept.delete(key);
    kept.set(key, laid);
    for (const old of [...kept.keys()].slice(0, -mostKept)) kept.delete(old);
    const { ground, error } = await laid;
    if (error !== undefined) {
      await mistakes.attempt(() => {
        throw error;
      });
    }
    return ground;

    async function lay(): Promise<Laid> {
      const own = createMistakes();
      const opened = { ...tools, openAnalysis: () => Promise.resolve(analysis) };
      const ground = await layGroundwork({ ...settings, results }, opened, own);
      return { ground, error: own.error() };
    }
  };
}
