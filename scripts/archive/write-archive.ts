/** An archive of the program with its own Node: the same bytes whenever it is written of the same files. */
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import type { NodeFiles } from './fetch-node.ts';

export interface ArchivePlan {
  /** Folder of the built program. */
  readonly dist: string;
  readonly node: NodeFiles;
  /** Folder that everything lies in: `reana-ci-1.2.3-linux-x64`. */
  readonly title: string;
  /** To write, `*.tar.gz`. */
  readonly file: string;
  /** Of gzip; the best by default. */
  readonly level?: number;
}

/** A program of the archive, by its place in it. */
interface Entry {
  readonly name: string;
  readonly executable?: boolean;
  readonly content: { readonly text: string } | { readonly file: string };
}

/** Neither a package of npm nor the image's look-alike of REANA's client. */
const notTaken = /^types\/|\.map$|^client\.js$|^reana-client\.js$/;

/** Batch systems cap virtual memory, of which WebAssembly reserves gigabytes unless told not to. */
const launcher = `#!/bin/sh
lib=$(dirname "$(readlink -f "$0")")/../lib/reana-ci
exec "$lib/node" --disable-wasm-trap-handler --max-semi-space-size=1 "$lib/cli.js" "$@"
`;

/** Some day of the past: what was packed counts, not when. */
const mtime = new Date('2026-01-01T00:00:00Z');

export async function writeArchive({
  dist,
  node,
  title,
  file,
  level = 9,
}: ArchivePlan): Promise<void> {
  const archive = pack();
  const written = pipeline(archive, createGzip({ level }), createWriteStream(file));
  try {
    for (const entry of [...fixedEntries(node), ...(await programEntries(dist))].sort(byName)) {
      await add(entry);
    }
    archive.finalize();
  } catch (error) {
    archive.destroy(error instanceof Error ? error : undefined);
    await written.catch(() => undefined);
    throw error;
  }
  await written;

  async function add({ name, executable, content }: Entry): Promise<void> {
    const header = { name: `${title}/${name}`, mode: executable === true ? 0o755 : 0o644, mtime };
    if ('text' in content) {
      archive.entry(header, content.text);
      return;
    }
    const size = (await stat(content.file)).size;
    await pipeline(createReadStream(content.file), archive.entry({ ...header, size }));
  }
}

function fixedEntries({ program, libatomic, licences }: NodeFiles): Entry[] {
  return [
    { name: 'bin/reana-ci', executable: true, content: { text: launcher } },
    { name: 'lib/reana-ci/node', executable: true, content: { file: program } },
    { name: 'lib/reana-ci/libatomic.so.1', content: { file: libatomic } },
    { name: 'lib/reana-ci/package.json', content: { text: '{ "type": "module" }\n' } },
    { name: 'LICENSE', content: { file: path.resolve(import.meta.dirname, '../../LICENSE') } },
    ...Object.entries(licences).map(([name, file]) => ({
      name: `lib/reana-ci/${name}`,
      content: { file },
    })),
  ];
}

/** @throws Error when nothing has been built */
async function programEntries(dist: string): Promise<Entry[]> {
  const found = await readdir(dist, { recursive: true, withFileTypes: true });
  const files = found
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dist, path.join(entry.parentPath, entry.name)))
    .filter((name) => !notTaken.test(name));
  return await Promise.all(
    files.map(async (name): Promise<Entry> => {
      const file = path.join(dist, name);
      if (!name.endsWith('.js')) return { name: `lib/reana-ci/${name}`, content: { file } };
      // No map is here, so nothing should look for one.
      const text = (await readFile(file, 'utf8')).replace(/^\/\/# sourceMappingURL=.*$\n?/gm, '');
      return { name: `lib/reana-ci/${name}`, content: { text } };
    }),
  );
}

function byName(a: Entry, b: Entry): number {
  return a.name < b.name ? -1 : 1;
}
