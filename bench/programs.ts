/** The programs that are measured: the program as `npm run build` makes it, and its peer, which `npm run test:interop` installs. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');
export const built = path.join(root, 'dist/cli.js');
export const reanaClient = path.join(root, '.venv/reana-client-0.9/bin/reana-client');

/** The options of Node that the first line of the program has. */
export const nodeFlags = (
  /^#!.* node (.*)/.exec(readFileSync(path.join(root, 'src/cli.ts'), 'utf8'))?.[1] ?? ''
).split(' ');
