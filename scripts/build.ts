/** `npm run build`: the program and the client library as JavaScript in `dist/`, with the types of the library. */
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { $ } from 'zx';
import { bundle } from './bundle/bundle.ts';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');

// At a place of its own, so that a build that fails leaves the one before.
const cache = path.join(root, 'node_modules/.cache/reana-ci');
await mkdir(cache, { recursive: true });
const made = await mkdtemp(path.join(cache, 'dist-'));
try {
  const types = $({ cwd: root })`tsc --project tsconfig.build.json --outDir ${made}/types`;
  const [{ outputs }] = await Promise.all([bundle(made), types]);
  await rm(dist, { recursive: true, force: true });
  await rename(made, dist);
  const files = Object.values(outputs);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  // Not on stdout, which belongs to the program that packs this.
  console.error(`dist: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
} catch (error) {
  await rm(made, { recursive: true, force: true });
  throw error;
}
