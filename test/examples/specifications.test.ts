import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectInputs } from '../../src/specification/inputs.ts';
import { loadSpecification } from '../../src/specification/load.ts';

const examples = path.resolve(import.meta.dirname, '../../examples');

describe.each([
  ['counting-limit', 'reana-template.yaml', 'yadage', ['code', 'data', 'specs'], ['limit_stage']],
  [
    'sideband-cwl',
    'reana.yaml',
    'cwl',
    ['code', 'count.cwl', 'data', 'estimate.cwl', 'regions.yml', 'workflow.cwl'],
    ['outputs/estimate.json'],
  ],
  [
    'sideband-snakemake',
    'reana.yaml',
    'snakemake',
    ['Snakefile', 'code', 'data'],
    ['results/estimate.json'],
  ],
  ['hello-serial', 'reana.yaml', 'serial', ['names.txt'], ['results/greetings.txt']],
  [
    'hzz-pyhf',
    'reana.yaml',
    'serial',
    ['code'],
    ['histograms/workspace.json', 'limit_stage'],
  ],
])('the example %s', (name, file, language, inputs, outputs) => {
  const folder = path.join(examples, name);

  it('has a specification without a mistake', async () => {
    const specification = await loadSpecification(folder, file);
    expect(specification.language).toBe(language);
    expect([...specification.outputs.files, ...specification.outputs.directories]).toEqual(outputs);
  });

  it('has every input that it names, and nothing left over from a run', async () => {
    const { files } = await collectInputs(await loadSpecification(folder, file));
    const tops = new Set(files.map((input) => input.path.split('/')[0]));
    expect([...tops].sort()).toEqual(inputs);
    expect(files.map((input) => input.path).join()).not.toMatch(/pycache|results/);
  });
});
