import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { splitList, variableOf } from '../../src/commands/run/option-reader.ts';
import { addOptions } from '../../src/commands/run/option-reader.ts';
import { readRunOptions, runOptions } from '../../src/commands/run/options.ts';

function read(flags: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const command = addOptions(new Command('run').argument('[analysis]').exitOverride(), runOptions);
  command.parse([...flags], { from: 'user' });
  return readRunOptions(command.opts(), command.args[0], env);
}

describe('the options of run', () => {
  it('reads flags', () => {
    expect(
      read(['fit', '--spec', 'a.yaml', '--input', 'a', '--input', 'b', '--fresh']),
    ).toMatchObject({
      analysis: 'fit',
      spec: 'a.yaml',
      input: ['a', 'b'],
      fresh: true,
    });
  });

  it('reads variables of the same names', () => {
    const env = {
      REANA_CI_ANALYSIS: 'fit',
      REANA_CI_SPEC: 'a.yaml',
      REANA_CI_INPUT: 'a,b\nc',
      REANA_CI_SECRET_ENV: 'DB_USER,DB_PASSWORD',
      REANA_CI_QUEUE_TIMEOUT: '90m',
      REANA_CI_FRESH: 'true',
      REANA_CI_RESUME: 'false',
    };
    expect(read([], env)).toMatchObject({
      analysis: 'fit',
      spec: 'a.yaml',
      input: ['a', 'b', 'c'],
      secretEnv: ['DB_USER', 'DB_PASSWORD'],
      queueTimeout: '90m',
      fresh: true,
      resume: false,
    });
  });

  it('prefers a flag to its variable', () => {
    const env = { REANA_CI_INPUT: 'x', REANA_CI_NAME: 'y' };
    expect(read(['--input', 'a', '--name', 'b'], env)).toMatchObject({ input: ['a'], name: 'b' });
  });

  it('takes an empty variable for none', () => {
    expect(read([], { REANA_CI_INPUT: '', REANA_CI_NAME: ' ' })).toMatchObject({
      input: [],
      name: undefined,
    });
  });

  it('leaves what nobody has said to the host', () => {
    expect(read([])).toMatchObject({ resume: undefined, fresh: undefined, local: undefined });
  });

  it('refuses a switch that is neither on nor off', () => {
    expect(() => read([], { REANA_CI_FRESH: 'maybe' })).toThrow(
      'REANA_CI_FRESH: "maybe" is not a boolean: use true or false.',
    );
  });

  it('are all read from the environment, too', () => {
    const env = Object.fromEntries(
      runOptions.map(({ flag, value }) => [variableOf(flag), value === undefined ? 'yes' : 'v=1']),
    );
    const expected = runOptions.map(({ value, list }) => {
      if (value === undefined) return true;
      return list === undefined ? 'v=1' : ['v=1'];
    });
    const { analysis: _analysis, ...values } = read([], env);
    expect(Object.values(values)).toHaveLength(runOptions.length);
    expect(new Set(Object.values(values).map(String))).toEqual(new Set(expected.map(String)));
  });

  it('are all documented, each with its variable', async () => {
    const guide = await readFile(path.join(import.meta.dirname, '../../docs/run.md'), 'utf8');
    for (const { flag } of runOptions) {
      expect(guide).toContain(`\`--${flag}`);
      expect(guide).toContain(`\`${variableOf(flag)}\``);
    }
  });
});

describe('splitList', () => {
  it.each([
    ['plain', 'a, b,,c\n d ', ['a', 'b', 'c', 'd']],
    ['assignments', 'mass=750,tune=a', ['mass=750', 'tune=a']],
    ['assignments', 'masses=[1,2],tune=a', ['masses=[1,2]', 'tune=a']],
    ['assignments', 'a=1\nb=2, c=3', ['a=1', 'b=2', 'c=3']],
    ['assignments', 'text=one, two', ['text=one, two']],
    ['names', 'DB_USER,DB_PASSWORD', ['DB_USER', 'DB_PASSWORD']],
    ['names', 'DB_USER=ada,DB_PASSWORD', ['DB_USER=ada', 'DB_PASSWORD']],
    ['names', 'KEY=a, b c', ['KEY=a, b c']],
  ] as const)('splits a list of %s: %j', (kind, text, items) => {
    expect(splitList(text, kind)).toEqual(items);
  });
});
