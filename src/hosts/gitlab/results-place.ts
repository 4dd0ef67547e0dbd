/** The place of a job's results on GitLab's pages. */
import path from 'node:path';
import { isInside } from '../../base/safe-path.ts';
import type { GitlabSettings } from './environment.ts';

export interface ResultsPlace {
  /** As artifact paths spell it: relative to the project, or absolute where it lies outside. */
  readonly folder: string;
  /** Web page of a file of the results, or of a folder (with `/` at its end). */
  readonly linkTo: (file: string) => string;
}

/** @param results absolute folder */
export function findResultsPlace(
  { projectDirectory, job }: GitlabSettings,
  results: string,
): ResultsPlace {
  if (!isInside(projectDirectory, results)) return { folder: results, linkTo: () => job.url };
  const folder = path.relative(projectDirectory, results).split(path.sep).join('/');
  return {
    folder,
    linkTo(file) {
      const kind = file.endsWith('/') ? 'browse' : 'file';
      const parts = `${folder}/${file}`
        .split('/')
        .filter((part, index) => part !== '' || index > 0);
      return `${job.url}/artifacts/${kind}/${parts.map(encodeURIComponent).join('/')}`;
    },
  };
}
