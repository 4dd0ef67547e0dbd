/** Multipart requests with ZIP bundles. */
import { fetch, FormData } from 'undici';
import { ZipFile } from 'yazl';
import type { Answer } from './serve.ts';

interface Member {
  readonly compress?: boolean;
  readonly mode?: number;
}

/** An uncompressed ZIP archive of these files. */
export async function bundle(
  files: Readonly<Record<string, string>>,
  options: Member = {},
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(content), name, { compress: false, ...options });
  }
  zip.end();
  return Buffer.concat(
    await (zip.outputStream as NodeJS.ReadableStream & { toArray(): Promise<Buffer[]> }).toArray(),
  );
}

/** Sends bytes as files, blobs as they are, and texts as fields of one multipart request. */
export async function send(
  reana: { readonly url: string; readonly token: string },
  target: string,
  files: Readonly<Record<string, Uint8Array | Blob | string>>,
): Promise<Pick<Answer, 'status' | 'json'>> {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) {
    if (typeof content === 'string') form.append(name, content);
    else if (content instanceof Blob) form.append(name, content);
    else form.append(name, new Blob([Uint8Array.from(content)]), `${name}.zip`);
  }
  const url = new URL(target, reana.url);
  const headers = { authorization: `Bearer ${reana.token}` };
  const answer = await fetch(url, { method: 'POST', body: form, headers });
  return { status: answer.status, json: await answer.json() };
}
