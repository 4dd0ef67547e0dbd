import { describe, expect, it } from 'vitest';
import { ReanaCiError } from '../../src/base/error.ts';
import { describeError } from '../../src/commands/error-text.ts';

describe('an error on the command line', () => {
  it('is its message and what to do next, without a stack', () => {
    const error = new ReanaCiError('quota', 'The disk quota is used up.', {
      hint: 'Delete old runs.',
      cause: new Error('inner'),
    });
    expect(describeError(error)).toEqual({
      text: 'error: The disk quota is used up.\nhint: Delete old runs.\n',
      exitCode: 5,
    });
  });

  it('shows every mistake with its place and rule', () => {
    const error = new ReanaCiError('specification', 'reana.yaml has 2 mistakes.', {
      findings: [
        {
          rule: 'unknown-key',
          severity: 'error',
          message: 'Unknown key "outpus".',
          hint: 'Did you mean "outputs"?',
          file: 'reana.yaml',
          line: 3,
          column: 1,
        },
        { rule: 'no-outputs', severity: 'warning', message: 'No outputs.', file: 'reana.yaml' },
      ],
    });
    expect(describeError(error)).toEqual({
      text: [
        'error: reana.yaml has 2 mistakes.',
        'reana.yaml:3:1: Unknown key "outpus". [unknown-key]',
        '  Did you mean "outputs"?',
        'reana.yaml: warning: No outputs. [no-outputs]',
        '',
      ].join('\n'),
      exitCode: 4,
    });
  });

  it('is called a bug, with its stack, when nobody expected it', () => {
    const { text, exitCode } = describeError(new TypeError('x is undefined'));
    expect(exitCode).toBe(70);
    expect(text).toMatch(/^error: This is a bug in reana-ci.*TypeError: x is undefined\n +at /s);
  });
});
