import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/commands/program.ts';
import { createTestEdge } from './call.ts';

async function commandsFor(...arguments_: string[]): Promise<string[]> {
  const { commands } = await createProgram(createTestEdge({}), arguments_);
  return commands.map((command) => command.name());
}

describe('the program', () => {
  it.each([[['lint', 'reana.yaml']], [['--verbose', 'lint', '--help']]])(
    'has only the command that %j begin with',
    async (arguments_) => {
      expect(await commandsFor(...arguments_)).toEqual(['lint']);
    },
  );

  it.each([[[]], [['--help', 'lint']], [['help', 'lint']], [['lnt']], [['constructor']]])(
    'has all commands for %j',
    async (arguments_) => {
      const names = await commandsFor(...arguments_);
      expect(names.slice(0, 3)).toEqual(['run', 'lint', 'graph']);
      expect(names).toHaveLength(19);
    },
  );

  it('needs no command to tell its version', async () => {
    expect(await commandsFor('--version')).toEqual([]);
  });
});
