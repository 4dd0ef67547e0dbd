/** The analysis that a run is of, as far as it decides what is shown of the run. */
import path from 'node:path';
import { isInside } from '../../base/safe-path.ts';
import type { WorkflowJson } from '../../results/graph/json.ts';
import { graphOf } from '../../results/graph/run-graph.ts';
import type { RunReport } from '../../run/host.ts';
import { type AnalysisSettings, readSettings } from '../../specification/settings-file.ts';
import type { GitlabSettings } from './environment.ts';

export interface Origin {
  /** Of the analysis within the repository, as GitLab spells paths; empty for the repository itself. */
  readonly folder: string;
  /** Which numbers and plots to show. */
  readonly settings: AnalysisSettings;
  /** The workflow; gives `undefined` where it cannot be read. */
  readonly graph: () => Promise<WorkflowJson | undefined>;
}

/**
 * Reads it from the folder of the analysis.
 *
 * @param root absolute
 */
export async function readOrigin(
  root: string,
  specification: RunReport['specification'],
  gitlab: GitlabSettings,
): Promise<Origin> {
  return {
    folder: folderOf(root, gitlab),
    settings: await readSettings(root),
    graph: async () => specification && graphOf(specification),
  };
}

/** Of the analysis within the repository, as GitLab spells paths; empty for the repository itself. */
export function folderOf(
  analysis: string,
  { projectDirectory }: Pick<GitlabSettings, 'projectDirectory'>,
): string {
  if (!isInside(projectDirectory, analysis)) return '';
  return path.relative(projectDirectory, analysis).split(path.sep).join('/');
}
