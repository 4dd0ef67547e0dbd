/** Patterns and names that are made to hang, to crash, or to flood. */
import { describe, expect, it } from 'vitest';
import { createTimeBudget } from '../../src/base/time-limit.ts';
import { isReanaCiError } from '../../src/base/error.ts';
import { globProblem, outputProblem } from '../../src/base/glob.ts';
import { readSettings } from '../../src/commands/run/settings.ts';
import { matchingFiles } from '../../src/results/matching-files.ts';
import { readMetrics } from '../../src/results/metrics/read-metrics.ts';
import { expandOutputs } from '../../src/results/output-selection.ts';
import { createMistakes } from '../../src/run/plan/mistakes.ts';
import { warningOfShellText } from '../../src/run/plan/shell-text.ts';
import { collectInputs } from '../../src/specification/inputs.ts';
import { parseSettings } from '../../src/specification/settings-file.ts';
import { fakeOptions } from '../run/fake-analysis.ts';
import { errorOf, serialWorkflow, specificationFrom } from '../specification/analysis.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const file = { path: 'plots/a.png', size: 1, sha256: '', modified: '' };
const unusable = ['', ' ', '!', '!!', '(', ')', '{', '[', '+', '@(', 'a'.repeat(70_000)];
const odd = [
  ...unusable,
  '('.repeat(4000),
  '{'.repeat(4000),
  '['.repeat(4000),
  '*('.repeat(1000),
  '!(a|b',
  '[z-a]',
  '[[:alpha:',
  '(?<a',
  '\\',
];

describe('many slow patterns', () => {
  const forEver = /^(a+)+$/;
  const hard = `${'a'.repeat(60)}b`;

  it('share one time', () => {
    const within = createTimeBudget(300);
    const begun = performance.now();
    const results = Array.from({ length: 100 }, () => within(100, () => forEver.exec(hard)));
    expect(results).toEqual(results.map(() => undefined));
    expect(performance.now() - begun).toBeLessThan(3000);
  });

  it('of metrics are told one by one, and soon', async () => {
    const directory = await temporaryFolder({ 'a.txt': `${hard}\n` });
    const item = (label: number) => `{label: m${label}, file: a.txt, pattern: '^(a+)+$'}`;
    const list = Array.from({ length: 100 }, (_one, index) => item(index)).join(', ');
    const begun = performance.now();
    const metrics = await readMetrics(
      directory,
      ['a.txt'],
      parseSettings(`metrics: [${list}]`).metrics,
    );
    expect(performance.now() - begun).toBeLessThan(15_000);
    const problems = new Set(metrics.map(({ problem }) => problem));
    expect(metrics).toHaveLength(100);
    expect([...problems]).toEqual(['the pattern takes too long in a.txt']);
  });

  it('of outputs end with an error', () => {
    const files = [{ path: 'a'.repeat(200), size: 1, modified: '' }];
    const slow = Array.from({ length: 100 }, (_one, index) => `${'*a'.repeat(30)}${index}b`);
    const begun = performance.now();
    expect(() => expandOutputs(files, { files: slow, directories: [] }, 100)).toThrow('too long');
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});

describe('a pattern that cannot be used', () => {
  it.each(unusable.map((text) => text.slice(0, 80)))('%j is told before the run', async (start) => {
    const pattern = start.length === 80 ? 'a'.repeat(70_000) : start;
    expect(globProblem(pattern)).toBeDefined();
    const { pictures, problems } = parseSettings(`pictures: [${JSON.stringify(pattern)}]`);
    expect(pictures).toEqual([]);
    expect(problems).toMatchObject([{ rule: 'wrong-pattern', line: 1, column: 12 }]);
    expect(problems[0]?.message.length).toBeLessThan(200);
    const error = await errorOf(async () => {
      const mistakes = createMistakes();
      await readSettings({ ...fakeOptions, output: [pattern] }, mistakes);
      const mistake = mistakes.error();
      if (mistake !== undefined) throw mistake;
    });
    expect(isReanaCiError(error) && [error.code, error.exitCode]).toEqual(['usage', 4]);
  });

  it.each(['!', '(', `a${'b'.repeat(70_000)}`])(
    'among the outputs of a specification is a mistake: %j',
    async (output) => {
      const text = `outputs:\n  files: [${JSON.stringify(output)}]${serialWorkflow}`;
      const error = await errorOf(async () => {
        await Promise.resolve();
        specificationFrom(text);
      });
      expect(error).toMatchObject({ exitCode: 4 });
    },
  );

  it.each(odd.map((text, index) => [index, text] as const))(
    'number %i crashes nothing',
    (_n, text) => {
      expect(expandOutputs([file], { files: [text], directories: [text] }).files).toEqual([]);
      if (globProblem(text) === undefined) expect(matchingFiles([file], [text])).toBeDefined();
    },
  );

  it.each(['plots/*.png', '**/*', 'a(1).png', '[ab].png', 'plots', '.', './', '*', 'µ.png', '質'])(
    'is not %s',
    (text) => {
      expect(outputProblem(text)).toBeUndefined();
      expect(globProblem(text)).toBeUndefined();
    },
  );
});

describe('a hundred thousand bad names', () => {
  it('are told by their first hundred', async () => {
    const names = Array.from({ length: 300 }, (_one, index) => `odd/${index}\\`);
    const root = await temporaryFolder(Object.fromEntries(names.map((name) => [name, ''])));
    const specification = specificationFrom(`inputs:\n  directories: [odd]${serialWorkflow}`, root);
    const error = await errorOf(() => collectInputs(specification));
    const findings = isReanaCiError(error) ? error.findings : [];
    expect(findings).toHaveLength(101);
    expect(findings.at(-1)?.message).toBe('more files are like that; of each kind, 100 are told');
  });
});

describe('a value that a shell would carry out', () => {
  const given = { datasets: [], variables: {}, parameters: {} };

  it.each([
    '; touch x;',
    'a && b',
    'a | b',
    '$(id)',
    '`id`',
    'a\nb',
    '> ~/.bashrc',
    'a & b',
    '<(id)',
  ])('%j is warned of', (value) => {
    const settings = { ...given, parameters: { mass: value } };
    expect(warningOfShellText(settings, 'serial')).toContain('The value of mass holds');
    expect(warningOfShellText(settings, 'yadage')).toContain('The value of mass holds');
    expect(warningOfShellText({ ...given, datasets: [value] }, 'serial')).toContain('a dataset');
    expect(warningOfShellText({ ...given, variables: { A: value } }, 'serial')).toContain(' A ');
  });

  it.each(['300.0', 'a b', "it's", '-1e-3', '[1, 2]', 'ü', 'a/b:c', '*.root', '${HOME}'])(
    '%j is not',
    (value) => {
      expect(
        warningOfShellText({ ...given, parameters: { mass: value } }, 'serial'),
      ).toBeUndefined();
    },
  );

  it('is none where values are quoted', () => {
    const settings = { ...given, parameters: { mass: '; touch x;' } };
    expect(warningOfShellText(settings, 'cwl')).toBeUndefined();
  });
});
