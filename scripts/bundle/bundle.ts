/** The program and the client library as JavaScript that needs nothing but Node. */
import { execFileSync } from 'node:child_process';
import { chmod, cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { checkBundle } from './check-bundle.ts';
import { thirdPartyNotices } from './third-party.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** What dockerode loads for engines behind SSH and for making images, neither of which is done here. */
const leftOut = ['ssh2', '@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs'];

/** CommonJS packages in the bundle ask for Node's own modules with `require`, and for the place of their file. */
const commonJsBanner = `import { createRequire as createRequireOfBundle } from 'node:module';
const require = createRequireOfBundle(import.meta.url);
const { dirname: __dirname, filename: __filename } = import.meta;`;

/** What `svg-to-png` reads beside itself. */
const assets = [
  'node_modules/@resvg/resvg-wasm/index_bg.wasm',
  'node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
  'node_modules/dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
];

/**
 * Writes the bundle, the files that it reads and the licences of what it holds.
 *
 * @param folder is made; what lies there already stays
 * @throws Error when the bundle would look for something outside of itself
 */
export async function bundle(folder: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: {
      cli: 'src/cli.ts',
      client: 'src/reana/client.ts',
      // For the container image only: as a program of the package it would replace REANA's own.
      'reana-client': 'src/reana-client.ts',
      // Started by the others, which can end it.
      'svg-to-png': 'src/svg-to-png.ts',
    },
    outdir: folder,
    bundle: true,
    // What a command imports when it is called becomes a chunk of its own, so that the rest starts at once.
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    // The oldest that `engines` of package.json allows.
    target: 'node22.19',
    legalComments: 'none',
    metafile: true,
    alias: Object.fromEntries(leftOut.map((name) => [name, './scripts/bundle/left-out.cjs'])),
    banner: { js: commonJsBanner },
    define: { commitOfBuild: JSON.stringify(findCommit() ?? '') },
    logLevel: 'warning',
  });
  await checkBundle(root, metafile);
  for (const asset of assets) {
    await cp(path.join(root, asset), path.join(folder, 'assets', path.basename(asset)));
  }
  const inputs = [...Object.keys(metafile.inputs), ...assets];
  await writeFile(path.join(folder, 'THIRD-PARTY.txt'), await thirdPartyNotices(root, inputs));
  for (const program of ['cli.js', 'reana-client.js']) {
    await chmod(path.join(folder, program), 0o755);
  }
  return metafile;
}

/** The commit of this checkout, `4477ccc0a1b2` with `-dirty` after changes; where git is not, what `REVISION` says. */
function findCommit(): string | undefined {
  const given = process.env.REVISION;
  if (given !== undefined && given !== '') return given.slice(0, 12);
  try {
    const arguments_ = ['describe', '--always', '--dirty', '--abbrev=12', '--exclude=*'];
    return execFileSync('git', arguments_, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return undefined;
  }
}
