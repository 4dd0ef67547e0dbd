/** The name of a job, told apart from jobs of the same name in other child pipelines by what they run. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { defaultSettings } from '../../run/plan/settings.ts';

export interface JobOfAnalysis {
  readonly job: { readonly name: string };
  /** As {@link partOf} gives it. */
  readonly part: string;
}

/** `reana`, or `reana (limits/fit.yaml)` where the job runs another specification than the repository's own. */
export function jobTitle({ job, part }: JobOfAnalysis): string {
  return part === '' ? job.name : `${job.name} (${part})`;
}

/**
 * What a job runs, as a short text: folder and specification as far as they are not the usual ones.
 *
 * @param projectDirectory absolute
 * @param analysis folder, or the address of a repository, of which only a digest is shown
 * @returns empty for `reana.yaml` of the repository itself
 */
export function partOf(
  projectDirectory: string,
  analysis: string = defaultSettings.analysis,
  specification: string = defaultSettings.specificationFile,
): string {
  const usual = specification === defaultSettings.specificationFile;
  if (/[:@]/.test(analysis)) {
    const digest = createHash('sha256').update(analysis).digest('hex').slice(0, digestLength);
    return usual ? digest : `${digest}/${specification}`;
  }
  const folder = path.relative(projectDirectory, path.resolve(projectDirectory, analysis));
  const place = path.join(folder, usual ? '' : specification);
  return place === '.' ? '' : place.split(path.sep).join('/');
}

const digestLength = 8;
