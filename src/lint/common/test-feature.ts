/** Features that REANA cannot test a run with. */
import { readFeature } from '../../features/feature.ts';
import { serialExample } from '../kit/example.ts';
import type { Problem, Rule, RuleExample } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

export const testFeature: Rule<LintSubject> = {
  id: 'test-feature',
  severity: 'error',
  title:
    'a file of tests.files does not exist, is not Gherkin, or has a step that REANA does not know',
  consequence:
    'REANA itself does not look at the tests of a specification. "reana-client test" stops at such a file, and the run is never tested.',
  fix: 'Correct the file; https://docs.reana.io/running-workflows/testing lists the steps.',
  examples: {
    wrong: [
      example('Feature: limits\n  Scenario: fast\n    Then the run should be fast\n'),
      example('Feature: limits\n  Scenario: given\n    Given the workflow is finished\n'),
      example('Scenario: no feature\n  Then the workflow should be finished\n'),
      { 'reana.yaml': example('')['reana.yaml'] ?? '' },
    ],
    right: [
      example(
        'Feature: limits\n  Scenario: fast\n    When the workflow is finished\n    Then the workflow run duration should be less than 5 minutes\n',
      ),
    ],
  },
  async check({ specification: { tests, document }, reader }) {
    const problems: Problem[] = [];
    for (const [index, file] of tests.entries()) {
      const position = document.position(['tests', 'files', index]);
      const text = await reader.text(file);
      if (text === undefined) {
        const message = `${file} cannot be read`;
        problems.push({ severity: 'warning', message, ...position });
        continue;
      }
      const read = await readFeature(file, text);
      if ('problems' in read) problems.push(...read.problems.map((one) => ({ file, ...one })));
    }
    return problems;
  },
};

function example(feature: string): RuleExample {
  const specification = serialExample(['python fit.py'])['reana.yaml'] ?? '';
  return {
    'reana.yaml': `tests:\n  files: [tests/limits.feature]\n${specification}`,
    'tests/limits.feature': feature,
  };
}
