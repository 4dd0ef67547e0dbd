/** The licences of the packages that a bundle holds: their terms ask to be handed on with it. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

interface PackageDescription {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  /** How older packages say it. */
  readonly licenses?: readonly { readonly type: string }[];
  readonly repository?: string | { readonly url: string };
}

/**
 * Name, version and licence text of each package that `inputs` belong to.
 *
 * @param root folder of the project
 * @param inputs the files of a bundle, `node_modules/undici/index.js`
 */
export async function thirdPartyNotices(root: string, inputs: readonly string[]): Promise<string> {
  const folders = [...new Set(inputs.flatMap((input) => packageFolder(input) ?? []))].sort();
  const notices = await Promise.all(folders.map((folder) => noticeOf(path.join(root, folder))));
  return notices.join(`\n${'-'.repeat(100)}\n\n`);
}

/** `node_modules/a/node_modules/@b/c/lib/x.js` lies in `node_modules/a/node_modules/@b/c`. */
function packageFolder(input: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

async function noticeOf(folder: string): Promise<string> {
  const description = JSON.parse(
    await readFile(path.join(folder, 'package.json'), 'utf8'),
  ) as PackageDescription;
  const { name: title, version, license, licenses = [], repository } = description;
  const terms = license ?? licenses.map(({ type }) => type).join(' OR ');
  const heading = `${title} ${version} (${terms === '' ? 'unknown' : terms})`;
  const file = (await readdir(folder)).find((name) => /^licen[cs]e/i.test(name));
  // Without the text of a licence, people have to be told where the source is, which some licences ask for.
  const source = typeof repository === 'object' ? repository.url : (repository ?? 'unknown');
  const text =
    file === undefined ? `Source: ${source}` : await readFile(path.join(folder, file), 'utf8');
  return `${heading}\n\n${text.trim()}\n`;
}
