import { describe, expect, it } from 'vitest';
import { evaluateFeatures } from '../../src/features/evaluate.ts';
import { type Feature, readFeature } from '../../src/features/feature.ts';
import { stepForms } from '../../src/features/step-forms.ts';
import { fakeEvidence, fakeRun } from './fake-evidence.ts';
import { featureOf, unknownSteps, verdicts } from './verdicts.ts';

describe('a step of a feature', () => {
  it.each(verdicts)('%s: %s', async (step, verdict) => {
    const results = await evaluateFeatures([await feature(featureOf([step]))], fakeEvidence());
    expect(results).toEqual([expect.objectContaining({ status: verdict })]);
    if (verdict !== 'passed') expect(results[0]?.message).toMatch(/\w/);
  });

  it.each(unknownSteps)('%s: unknown', async (step) => {
    const read = await readFeature('tests/a.feature', featureOf([step]));
    expect(read).toEqual({
      problems: [{ message: expect.stringContaining('REANA knows no step'), line: 3, column: 5 }],
    });
  });

  it('is tried in every form', () => {
    const words = (text: string) => text.replace(/^\w+ /, '').toLowerCase();
    for (const { pattern } of stepForms) {
      const expression = new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '.+')}$`, 'i');
      expect(
        verdicts.filter(([step]) => expression.test(words(step))),
        pattern,
      ).not.toEqual([]);
    }
  });

  it('takes its text from a doc string, too', async () => {
    const text =
      'Feature: a\n  Scenario: b\n    Then the logs should contain\n      """\n      limit 1.4\n      """\n';
    const results = await evaluateFeatures([await feature(text)], fakeEvidence());
    expect(results).toMatchObject([{ status: 'passed', scenario: 'b', line: 2 }]);
  });
});

describe('a scenario', () => {
  it('ends at the first step that does not hold', async () => {
    const text =
      'Feature: a\n  Scenario: b\n    When the workflow is failed\n    Then the workflow should be failed\n';
    expect(await evaluateFeatures([await feature(text)], fakeEvidence())).toEqual([
      {
        feature: 'tests/a.feature',
        scenario: 'b',
        line: 2,
        status: 'skipped',
        step: 'the workflow is failed',
        message: 'fit.1 is finished',
      },
    ]);
    const failed = fakeEvidence({ ...fakeRun, status: 'failed' });
    expect(await evaluateFeatures([await feature(text)], failed)).toMatchObject([
      { status: 'passed' },
    ]);
  });

  it('is made of each example of an outline, and of a background', async () => {
    const text = `Feature: a
  Background:
    When the workflow is finished
  Scenario Outline: <file>
    Then the workspace should contain "<file>"
    Examples:
      | file       |
      | big.txt    |
      | absent.txt |
`;
    expect(await evaluateFeatures([await feature(text)], fakeEvidence())).toMatchObject([
      { scenario: 'big.txt', status: 'passed' },
      {
        scenario: 'absent.txt',
        status: 'failed',
        message: 'the workspace does not contain absent.txt',
      },
    ]);
  });
});

describe('a feature file', () => {
  it('tells all its mistakes, each once and with its place', async () => {
    const text = `Feature: a
  Scenario Outline: b
    Then it should be <n>
    And the table
      | x |
    Examples:
      | n |
      | 1 |
      | 2 |
`;
    expect(await readFeature('a.feature', text)).toEqual({
      problems: [
        { line: 3, column: 5, message: 'REANA knows no step "Then it should be 1"' },
        { line: 4, column: 5, message: 'REANA reads no tables behind steps' },
      ],
    });
  });

  it.each([
    ['', 1, 'no feature'],
    ['Feature: a\n  Scenario: b\n    Then the logs should contain\n      """\n', 5, 'expected'],
    ['Scenario: b\n', 1, 'expected'],
  ])('that is not Gherkin says where: %j', async (text, line, message) => {
    expect(await readFeature('a.feature', text)).toMatchObject({
      problems: [{ line, message: expect.stringContaining(message) }],
    });
  });

  it('of hostile length is read in bounded time', async () => {
    const long = 'the checksum of the file should be '.repeat(500);
    const begun = performance.now();
    await readFeature('a.feature', featureOf(Array.from({ length: 20 }, () => `Then ${long}`)));
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});

async function feature(text: string): Promise<Feature> {
  const read = await readFeature('tests/a.feature', text);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read;
}
