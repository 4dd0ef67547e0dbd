/** Plots among the outputs, put where a merge request's note can show them. */
import picomatch from 'picomatch';
import type { GitlabClient } from '../../gitlab/gitlab-client.ts';
import { readOutputBytes } from '../../results/read-output.ts';
import type { FileRecord } from '../../results/run-record.ts';
import { code } from './note/markdown.ts';

export interface PictureSource {
  /** Absolute folder of the outputs. */
  readonly directory: string;
  readonly files: readonly FileRecord[];
  /** Paths and globs of those to show. */
  readonly patterns: readonly string[];
}

const mostPictures = 6;
/** Bytes; a plot is smaller. */
const largestPicture = 2 * 1024 * 1024;
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** What GitLab answers, and nothing else that an answer could put into a note. */
const uploadAddress = /\]\((\/[\w./-]*uploads\/[0-9a-f]+\/[\w.%-]+)\)/;

/**
 * Uploads the PNG files that the patterns choose, six at most.
 *
 * @returns Markdown, one text a picture
 * @throws ReanaCiError what GitLab refuses, `unreachable`
 */
export async function uploadPictures(
  client: Pick<GitlabClient, 'uploadFile'>,
  project: number,
  { directory, files, patterns }: PictureSource,
): Promise<string[]> {
  if (patterns.length === 0) return [];
  const isWanted = picomatch([...patterns]);
  const chosen = files.filter(({ path, size }) => size <= largestPicture && isWanted(path));
  const pictures: string[] = [];
  for (const { path } of chosen) {
    if (pictures.length === mostPictures) break;
    const content = await readOutputBytes(directory, path);
    if (content?.subarray(0, png.length).equals(png) !== true) continue;
    const answer = await client.uploadFile(project, uploadName(path), content);
    const address = uploadAddress.exec(answer)?.[1];
    if (address !== undefined) pictures.push(`${code(path)}<br>![plot](${address}){width=60%}`);
  }
  return pictures;
}

function uploadName(path: string): string {
  const name = path.split('/').at(-1) ?? '';
  return name.replace(/[^\w.-]+/g, '_').slice(-100);
}
