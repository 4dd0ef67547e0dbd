/**
 * Workflow bundles: an uncompressed ZIP of `reana.yaml` and the declared workflow sources, as servers of
 * the next generation take it. Built while it is sent, the same bytes every time.
 */
import { PassThrough, Readable } from 'node:stream';
import { ZipFile, type Options } from 'yazl';

import { bundleLimits as limits } from '../base/bundle-limits.ts';
import { ReanaCiError, type Finding } from '../base/error.ts';
import { formatBytes } from '../base/format.ts';
import { safeRelativePath } from '../base/safe-path.ts';
import type { Body } from './call.ts';
import { openSource, sizeOf } from './file-source.ts';
import { multipartBody } from './multipart.ts';
import type { FileSource } from './requests.ts';

/**
 * Makes the form that carries a bundle.
 *
 * @throws ReanaCiError `specification` when the bundle is larger than servers take
 */
export function bundleForm(sources: readonly FileSource[]): Body {
  checkLimits(sources);
  const sorted = [...sources].sort((a, b) => (a.path < b.path ? -1 : 1));
  const zip: Body = {
    type: 'application/zip',
    size: sizeOfZip(sorted),
    open: () => zipStream(sorted),
  };
  return multipartBody([{ name: 'bundle', filename: 'validation-bundle.zip', body: zip }]);
}

function checkLimits(sources: readonly FileSource[]): void {
  const findings: Finding[] = [];
  function complain(message: string): void {
    findings.push({ rule: 'bundle-too-large', severity: 'error', message });
  }
  const bytes = sources.reduce((sum, source) => sum + sizeOf(source), 0);
  if (sources.length > limits.files) {
    complain(`${sources.length} files, at most ${limits.files} fit`);
  }
  if (bytes > limits.bytes) {
    complain(`${formatBytes(bytes)}, at most ${formatBytes(limits.bytes)} fit`);
  }
  for (const { path } of sources) {
    if (safeRelativePath(path) !== path) complain(`${path} is not a plain relative path`);
    else if (Buffer.byteLength(path) > limits.pathLength || path.split('/').length > limits.depth) {
      complain(`${path} is too long or too deep`);
    }
  }
  if (findings.length === 0) return;
  const list = findings.map((finding) => finding.message).join('; ');
  throw new ReanaCiError('specification', `The workflow's sources do not fit a bundle: ${list}.`, {
    hint:
      'Declare the files that define the workflow under workflow.files and workflow.directories; ' +
      'data then goes only to the workspace.',
    findings,
  });
}

/**
 * The archive's size before a byte is read: per file a local header, a data descriptor where the
 * checksum is only known afterwards, and a record in the central directory.
 */
function sizeOfZip(sources: readonly FileSource[]): number {
  const endOfDirectory = 22;
  return sources.reduce((sum, source) => {
    const headers = 30 + 46 + 2 * Buffer.byteLength(source.path);
    return sum + headers + sizeOf(source) + ('content' in source ? 0 : 16);
  }, endOfDirectory);
}

async function* zipStream(sources: readonly FileSource[]): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const output = new PassThrough();
  zip.on('error', (error) => {
    output.destroy(error as Error);
  });
  zip.outputStream.pipe(output);
  for (const source of sources) addEntry(zip, source);
  zip.end();
  for await (const chunk of output) yield chunk as Buffer;
}

function addEntry(zip: ZipFile, source: FileSource): void {
  if ('content' in source) {
    zip.addBuffer(Buffer.from(source.content), source.path, entryOptions);
    return;
  }
  zip.addReadStreamLazy(source.path, { ...entryOptions, size: source.size }, (give) => {
    const stream = Readable.from(openSource(source));
    stream.once('error', (error) => zip.emit('error', error));
    give(null, stream);
  });
}

/** The same bytes for the same sources: the oldest time a ZIP can hold, the owner's rights only. */
const entryOptions: Partial<Options> = {
  compress: false,
  mtime: new Date(1980, 0, 1),
  mode: 0o100600,
  forceDosTimestamp: true,
};
