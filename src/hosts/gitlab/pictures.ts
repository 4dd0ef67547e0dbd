/** Plots among the outputs, put where a merge request's note can show them. */
import { formatBytes } from '../../base/format.ts';
import type { GitlabClient } from '../../gitlab/gitlab-client.ts';
import { matchingFiles } from '../../results/matching-files.ts';
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

export interface PictureTools {
  readonly client: Pick<GitlabClient, 'uploadFile'>;
  /** Is told of each picture that is wanted and not shown. */
  readonly warn: (message: string) => void;
  /** Ends the conversion of pictures. */
  readonly signal: AbortSignal;
}

const mostPictures = 6;
/** Files that were meant to be pictures and are not; after so many the patterns are to blame. */
const mostProblems = 6;
/** Bytes; a plot is smaller. */
const largestPicture = 2 * 1024 * 1024;
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** What GitLab answers, and nothing else that an answer could put into a note. */
const uploadAddress = /\]\((\/[\w./-]*uploads\/[0-9a-f]+\/[\w.%-]+)\)/;

/**
 * Uploads the PNG and SVG files that the patterns choose, six at most; SVG as PNG.
 *
 * @returns Markdown, one text a picture
 * @throws ReanaCiError what GitLab refuses, `unreachable`
 */
export async function uploadPictures(
  project: number,
  source: PictureSource,
  { client, warn, signal }: PictureTools,
): Promise<string[]> {
  const pictures: string[] = [];
  let problems = 0;
  for (const file of choose(source, warn)) {
    if (pictures.length === mostPictures || signal.aborted) break;
    if (problems === mostProblems) {
      warn('No more files are tried: the patterns of pictures choose others as well.');
      break;
    }
    const picture = await readPicture(source.directory, file, signal);
    if (typeof picture === 'string') {
      problems += 1;
      warn(`${file.path} is not shown: ${picture}.`);
      continue;
    }
    const answer = await client.uploadFile(project, uploadName(file.path), picture);
    const address = uploadAddress.exec(answer)?.[1];
    if (address !== undefined) {
      pictures.push(`${code(file.path)}<br>![plot](${address}){width=60%}`);
    }
  }
  return pictures;
}

function choose(
  { files, patterns }: PictureSource,
  warn: PictureTools['warn'],
): readonly FileRecord[] {
  const chosen = matchingFiles(files, patterns);
  if (chosen === undefined) warn('No pictures are shown: matching their patterns takes too long.');
  return chosen ?? [];
}

/** @returns a PNG, or why there is none */
async function readPicture(
  directory: string,
  { path, size }: FileRecord,
  signal: AbortSignal,
): Promise<Uint8Array | string> {
  const tooLarge = `it is larger than ${formatBytes(largestPicture)}`;
  if (size > largestPicture) return tooLarge;
  const content = await readOutputBytes(directory, path);
  if (content === undefined) return 'it cannot be read';
  if (isPng(content)) return content;
  if (!/\.svg$/i.test(path)) return 'it is neither PNG nor SVG';
  const { convertSvg } = await import('../../results/svg-plot/convert.ts');
  const converted = await convertSvg(content, { signal });
  if ('problem' in converted) return converted.problem;
  if (converted.png.length > largestPicture) return `as PNG, ${tooLarge}`;
  return isPng(converted.png) ? converted.png : 'it cannot be drawn';
}

function isPng(content: Buffer): boolean {
  return content.subarray(0, png.length).equals(png);
}

function uploadName(path: string): string {
  const name = (path.split('/').at(-1) ?? '').replace(/\.svg$/i, '.png');
  return name.replace(/[^\w.-]+/g, '_').slice(-100);
}
