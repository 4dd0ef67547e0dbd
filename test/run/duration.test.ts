import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../src/run/duration.ts';

describe('parseDuration', () => {
  it.each([
    ['90m', 5_400_000],
    ['3h 30m', 12_600_000],
    ['3h30m', 12_600_000],
    ['45 s', 45_000],
    ['1.5h', 5_400_000],
    ['2 hours', 7_200_000],
    ['1 day', 86_400_000],
    ['10min', 600_000],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text, '--timeout')).toBe(milliseconds);
  });

  it.each(['', '90', 'soon', '0m', '-5m', '5m later', 'm', '1h and 2m'])('refuses "%s"', (text) => {
    expect(() => parseDuration(text, '--timeout')).toThrow(
      `--timeout: "${text}" is not a length of time.`,
    );
  });
});
