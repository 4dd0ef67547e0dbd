/** The files of the bundle, each by itself. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { builtProgram } from '../program.ts';

const dist = path.join(builtProgram, 'dist');

it('holds no chunk that cannot be loaded', async () => {
  const chunks = (await readdir(path.join(dist, 'chunks'))).map((name) => `./chunks/${name}`);
  expect(chunks.length).toBeGreaterThan(50);
  expect(await inBareNode('for (const file of files) await import(file)', chunks)).toBe('');
});

it('is a client library', async () => {
  const program = `const { createReanaClient } = await import('./client.js');
    const client = createReanaClient({ server: 'https://reana.example.org', token: 'x' });
    console.log(client.server);
    await client.close();`;
  expect(await inBareNode(program)).toBe('https://reana.example.org\n');
});

it('lies where none of its packages can be reached', async () => {
  const packages = Object.keys(packageJson.devDependencies);
  const program = `import { createRequire } from 'node:module';
    const { resolve } = createRequire(import.meta.url);
    for (const name of files) try { console.log(resolve(name)); } catch {}`;
  expect(await inBareNode(program, packages)).toBe('');
});

/** Runs a module that lies beside the program and has a list of `files`. @returns what it printed */
async function inBareNode(program: string, files: readonly string[] = []): Promise<string> {
  const module = `const files = ${JSON.stringify(files)};\n${program}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', module], {
    cwd: dist,
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  expect(code, stderr).toBe(0);
  return stdout;
}
