/** `npm run build`: the program and the client library as JavaScript in `dist/`. */
import { chmod, cp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { $ } from 'zx';
import { thirdPartyNotices } from './third-party.ts';

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

await rm('dist', { recursive: true, force: true });

const { metafile } = await build({
  entryPoints: {
    cli: 'src/cli.ts',
    client: 'src/reana/client.ts',
    // For the container image only: as a program of the package it would replace REANA's own.
    'reana-client': 'src/reana-client.ts',
    // Started by the others, which can end it.
    'svg-to-png': 'src/svg-to-png.ts',
  },
  outdir: 'dist',
  bundle: true,
  // What a command imports when it is called becomes a chunk of its own, so that the rest starts at once.
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node22',
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  metafile: true,
  alias: Object.fromEntries(leftOut.map((name) => [name, './scripts/bundle/left-out.cjs'])),
  banner: { js: commonJsBanner },
  logLevel: 'warning',
});

for (const asset of assets) await cp(asset, path.join('dist/assets', path.basename(asset)));
const inputs = [...Object.keys(metafile.inputs), ...assets];
await writeFile('dist/THIRD-PARTY.txt', await thirdPartyNotices(inputs));
await Promise.all(['dist/cli.js', 'dist/reana-client.js'].map((file) => chmod(file, 0o755)));
await $`tsc --project tsconfig.build.json`;

const chunks = Object.values(metafile.outputs);
const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
console.log(`dist: ${chunks.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
