/** Before any test: the program as users get it, at a place from where no package of this project can be reached. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundle } from '../scripts/bundle/bundle.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder with `package.json` and `dist/`, as the package has them. */
    readonly builtProgram: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reana-ci-built-'));
  await cp(path.resolve(import.meta.dirname, '../package.json'), path.join(folder, 'package.json'));
  await bundle(path.join(folder, 'dist'));
  project.provide('builtProgram', folder);
  project.onTestsRerun(async () => {
    await bundle(path.join(folder, 'dist'));
  });
  return () => rm(folder, { recursive: true, force: true });
}
