import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/commands/program.ts';
import { createTestEdge } from './call.ts';

const docs = path.resolve(import.meta.dirname, '../../docs');
const { commands } = await createProgram(createTestEdge({}));

const ownPages: Readonly<Record<string, readonly string[]>> = {
  run: ['run.md'],
  submit: ['run.md'],
  scan: ['run.md', 'scan.md'],
};

describe('the documentation', () => {
  it.each(commands.map((command) => [command.name(), command] as const))(
    'names every option of %s',
    async (name, command) => {
      const pages = await Promise.all(
        [...(ownPages[name] ?? []), 'commands.md'].map((page) =>
          readFile(path.join(docs, page), 'utf8'),
        ),
      );
      const text = pages.join('\n');
      const missing = command.options.filter((option) => !text.includes(option.long ?? ''));
      expect(missing.map((option) => option.long)).toEqual([]);
      expect(text).toContain(`reana-ci ${name}`);
    },
  );
});
