import { describe, expect, it } from 'vitest';
import { renderTemplate } from '../../src/specification/template.ts';
import { errorOf, places, serialWorkflow, specificationFrom } from './analysis.ts';

const none = { datasets: [], variables: {} };

/** Renders a specification whose parameters are `lines`. */
function render(
  lines: string,
  values: { datasets?: string[]; variables?: Record<string, string> },
) {
  const indented = lines.replaceAll(/^(?=.)/gm, '    ');
  const text = `inputs:\n  parameters:\n${indented}${serialWorkflow}`;
  return renderTemplate(specificationFrom(text), { ...none, ...values });
}

const nasty = [
  'a: b',
  'a #b',
  '#b',
  '- a',
  '? a',
  '{a: b}',
  '[a]',
  '*alias',
  '&anchor',
  '!tag',
  '%directive',
  '@a',
  '`a`',
  '| a',
  '> a',
  "it's",
  'say "a"',
  '\\n \\x41',
  'two\nlines',
  'two\r\nlines',
  ' spaces around ',
  '\ttab',
  '',
  '5',
  '5.0',
  'yes',
  'null',
  '~',
  '2026-01-31',
  '=',
  '<<',
  '---',
  '...',
  'a:',
  'a,b',
  '$(id); `id` && rm -rf ~',
  '\u0007\u0085\u2028\uFEFF',
  'é ☃ 😀',
  'x'.repeat(2000),
];

describe('a placeholder', () => {
  it('is replaced, and nothing else of the text changes', () => {
    const before = [
      '# Dataset VAR_INPUT of the derivation',
      'sample:   &sample VAR_INPUT   # stays',
      '',
      'again: *sample',
      "mass: 'VAR_MASS GeV'",
    ].join('\n');
    const { document, inputs } = render(`${before}\n`, {
      datasets: ['s:a', 's:b'],
      variables: { MASS: '750' },
    });
    expect(document.text).toContain('# Dataset VAR_INPUT of the derivation');
    expect(document.text).toContain('sample:   &sample s:a,s:b   # stays\n\n');
    expect(document.text).toContain("mass: '750 GeV'");
    expect(inputs.parameters).toEqual({ sample: 's:a,s:b', again: 's:a,s:b', mass: '750 GeV' });
  });

  it.each(nasty)('takes the value %j without changing the structure, in every style', (value) => {
    const lines = [
      'plain: VAR_X',
      'inside: before VAR_X after',
      "single: 'VAR_X'",
      'double: "<VAR_X>"',
      'flow: [VAR_X, {k: VAR_X}, "VAR_X"]',
      'folded plain: one',
      '  VAR_X two',
      'literal: |',
      '  first',
      '  VAR_X',
      '  last VAR_X',
      'folded: >-',
      '  VAR_X',
      '  last',
      'end: "x"',
    ].join('\n');
    const { data, inputs } = render(`${lines}\n`, { variables: { X: value } });
    expect(inputs.parameters).toEqual({
      plain: value,
      inside: `before ${value} after`,
      single: value,
      double: `<${value}>`,
      flow: [value, { k: value }, value],
      'folded plain': `one ${value} two`,
      literal: `first\n${value}\nlast ${value}\n`,
      folded: `${value} last`,
      end: 'x',
    });
    expect(Object.keys(data)).toEqual(['inputs', 'workflow']);
  });

  it('is text afterwards, also where the value looks like a number', () => {
    expect(render('n: VAR_N\n', { variables: { N: '30.0' } }).inputs.parameters).toEqual({
      n: '30.0',
    });
  });

  it('keeps block scalars as they are written when the value fits', () => {
    const { document } = render('script: |\n  rucio get VAR_INPUT\n  ls\n', { datasets: ['s:a'] });
    expect(document.text).toContain('script: |\n      rucio get s:a\n      ls\n');
  });

  it('keeps the line ends of Windows', () => {
    const text = `inputs: {parameters: {a: VAR_INPUT}}\n${serialWorkflow}`.replaceAll('\n', '\r\n');
    const { document } = renderTemplate(specificationFrom(text), { ...none, datasets: ['s:a'] });
    expect(document.text).toBe(text.replace('VAR_INPUT', '"s:a"'));
  });

  it('without a value is an error at its place, also deep in a block', async () => {
    const error = await errorOf(() => render('a: VAR_ONE\nb: |\n  x\n  y VAR_TWO\n', {}));
    expect(places(error)).toEqual(['3:8 unreplaced-placeholder', '6:9 unreplaced-placeholder']);
    expect(error.findings[0]?.hint).toBe('Give it with --var ONE=VALUE.');
  });

  it('without a value names the value that may be meant', async () => {
    const error = await errorOf(() => render('a: VAR_MASS\n', { variables: { MAS: '1' } }));
    expect(places(error)).toEqual(['3:8 unreplaced-placeholder', '-:- unused-variable']);
    expect(error.findings[0]?.hint).toContain('VAR_MAS');
    expect(error.findings[1]?.hint).toBe('Did you mean MASS?');
  });

  it('in a key is an error', async () => {
    const error = await errorOf(() => render('VAR_X: 1\n', { variables: { X: 'a' } }));
    expect(places(error)).toContain('3:5 placeholder-in-key');
  });

  it('glued to a longer word is an error, not forgotten', async () => {
    const error = await errorOf(() =>
      render('a: out_VAR_INPUT_slim.root\nb: VAR_INPUT\n', { datasets: ['s:a'] }),
    );
    expect(error.findings).toMatchObject([{ rule: 'glued-placeholder', line: 3 }]);
  });

  it('ends at a separator', () => {
    const values = { variables: { A: '1', A_B: '2' } };
    expect(render('a: "VAR_A-VAR_A_B/VAR_A.root"\n', values).inputs.parameters).toEqual({
      a: '1-2/1.root',
    });
  });

  it('is no placeholder behind a dollar: that is a variable of the shell', () => {
    const { inputs } = render('a: echo $VAR_HOME ${VAR_HOME}\n', {});
    expect(inputs.parameters).toEqual({ a: 'echo $VAR_HOME ${VAR_HOME}' });
  });

  it('does not appear by a value that looks like one', () => {
    const { inputs } = render('a: VAR_A VAR_B\n', { variables: { A: 'VAR_B', B: 'b' } });
    expect(inputs.parameters).toEqual({ a: 'VAR_B b' });
  });
});

describe('a value', () => {
  it('that no placeholder uses is an error', async () => {
    const error = await errorOf(() =>
      render('a: 1\n', { datasets: ['s:a'], variables: { X: '1' } }),
    );
    expect(error.findings.map(({ message }) => message)).toEqual([
      '--var X is given, but the template does not use VAR_X',
      '--input is given, but the template does not use VAR_INPUT',
    ]);
  });

  it('can fill in VAR_INPUT by name, but not in two ways at once', async () => {
    expect(render('a: VAR_INPUT\n', { variables: { INPUT: 'x' } }).inputs.parameters).toEqual({
      a: 'x',
    });
    const values = { datasets: ['s:a'], variables: { INPUT: 'x' } };
    expect((await errorOf(() => render('a: VAR_INPUT\n', values))).code).toBe('usage');
  });

  it('that makes the specification wrong is refused at the place it went to', async () => {
    const template = specificationFrom(`inputs:\n  files: [VAR_FILE]\n${serialWorkflow}`);
    const values = { datasets: [], variables: { FILE: '../secret' } };
    const error = await errorOf(() => renderTemplate(template, values));
    expect(places(error)).toEqual(['2:11 unsafe-path']);
  });
});

it('leaves a specification without placeholders alone', () => {
  const specification = specificationFrom(serialWorkflow);
  expect(renderTemplate(specification, none)).toBe(specification);
});
