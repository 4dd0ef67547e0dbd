/** Holds a bundle to what it promises: nothing of it looks for a package or a file that is not there. */
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import type { Metafile } from 'esbuild';

/** Packages that know the place of their own file, and why they find what they need without what lies beside it. */
const knowTheirPlace: Readonly<Record<string, string>> = {
  commander: 'for commands that are files of their own, of which there are none',
  dockerode: 'descriptions of the protocol of BuildKit, which nothing here speaks',
  'jq-wasm': 'the WebAssembly is in the JavaScript',
  pino: 'a worker for transports of logs, which nothing here has',
  'thread-stream': 'the same worker',
  undici: 'for the traces of errors only',
  zx: 'for scripts of its own command line',
};

/**
 * Looks through what went into a bundle.
 *
 * @param root folder that the names of inputs start from
 * @throws Error when something is asked for that is neither in the bundle nor in Node, or when a package might
 * look for files beside itself
 */
export async function checkBundle(root: string, { outputs }: Metafile): Promise<void> {
  const outside = Object.values(outputs)
    .flatMap(({ imports }) => imports)
    .filter((imported) => imported.external === true && !isBuiltin(imported.path))
    .map((imported) => `the bundle asks for ${imported.path}, which is not in it`);
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  const searching = await Promise.all([...new Set(inputs)].map((input) => findSearch(root, input)));
  const problems = [...new Set([...outside, ...searching.flatMap((problem) => problem ?? [])])];
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

async function findSearch(root: string, input: string): Promise<string | undefined> {
  const name = /^.*\bnode_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
  if (name === undefined || name in knowTheirPlace) return undefined;
  const code = await readFile(path.join(root, input), 'utf8');
  if (!/\b__(?:dir|file)name\b|\bimport\.meta\b/.test(code)) return undefined;
  return `${input} may look for files beside itself: see to it that it finds them, and list ${name} in check-bundle.ts`;
}
