import { describe, expect, it } from 'vitest';
import { suggest } from '../../src/document/suggestion.ts';
import { specificationWarnings, workflowPlaceholders } from '../../src/lint/warnings.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { serialWorkflow, specificationFrom } from '../specification/analysis.ts';

describe('warnings', () => {
  it('tell of keys that REANA does not read, and of keys given twice', () => {
    const text = `input: {}\noutputs: {file: [a]}\noutputs:\n  filse: [a]${serialWorkflow}`;
    const warnings = specificationWarnings(specificationFrom(text));
    expect(warnings.map(({ line, column, rule, hint }) => [line, column, rule, hint])).toEqual([
      [3, 1, 'yaml-duplicate-key', undefined],
      [1, 1, 'unknown-key', 'Did you mean inputs?'],
      [4, 3, 'unknown-key', 'Did you mean files?'],
    ]);
  });

  it.each([
    ['serial', 'REANA reads it under workflow.resources, or at a step.'],
    ['snakemake', 'REANA reads it under workflow.resources, or in resources of a rule.'],
  ])('tell where REANA reads a key of a %s workflow', (type, hint) => {
    const step = `{environment: a, commands: [b]}`;
    const text = `workflow: {type: ${type}, file: flow, kerberos: true, specification: {steps: [${step}]}}`;
    const warnings = specificationWarnings(specificationFrom(text));
    expect(warnings.map((warning) => warning.hint)).toEqual([hint]);
  });

  it('tell of placeholders in the workflow file, which stay as they are', async () => {
    const root = await temporaryFolder({ 'flow.yml': '# VAR_X\na: 1\nb: get VAR_INPUT\n' });
    const specification = specificationFrom('workflow: {type: yadage, file: flow.yml}', root);
    expect(await workflowPlaceholders(specification)).toMatchObject([
      { rule: 'placeholder-in-workflow', file: 'flow.yml', line: 3, column: 8 },
    ]);
  });

  it('are none for an ordinary specification', async () => {
    const specification = specificationFrom(serialWorkflow);
    expect(specificationWarnings(specification)).toEqual([]);
    expect(await workflowPlaceholders(specification)).toEqual([]);
  });
});

it.each([
  ['evnts', 'events'],
  ['Events', 'events'],
  ['mas', 'mass'],
  ['something', undefined],
  ['', undefined],
])('%s is likely a slip of %s', (word, meant) => {
  expect(suggest(word, ['events', 'mass'])).toBe(meant);
});
