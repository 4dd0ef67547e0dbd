/** REANA's own demonstration analyses; they lie beside the project where it is developed. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSpecification } from '../../src/specification/load.ts';
import { createPayload } from '../../src/languages/payload.ts';
import { requiredSecrets } from '../../src/languages/secret-requirement.ts';
import { renderTemplate } from '../../src/specification/template.ts';
import { specificationWarnings } from '../../src/lint/warnings.ts';
import { ReanaCiError } from '../../src/base/error.ts';

const corpus = path.resolve(import.meta.dirname, '../../../shared/specs');

describe.skipIf(!existsSync(corpus))('every demonstration analysis', () => {
  const files = globSync('*/reana*.yaml', { cwd: corpus }).sort();
  const packed = new ReanaCiError('usage', 'no command runs in this test');
  const tools = { shell: () => Promise.reject(packed), temporaryDirectory: '/tmp' };

  it('is there', () => {
    expect(files).toHaveLength(58);
  });

  it.each(files)('%s is loaded without complaint', async (file) => {
    const specification = await loadSpecification(corpus, file);
    expect(specificationWarnings(specification)).toEqual([]);
    expect(renderTemplate(specification, { datasets: [], variables: {} })).toBe(specification);
  });

  it.each(files)('%s needs Kerberos where its name says so', async (file) => {
    const folder = path.join(corpus, path.dirname(file));
    const specification = await loadSpecification(folder, path.basename(file));
    const requirements = await requiredSecrets(specification);
    const hasHints = /htcondorcern|slurmcern|agc-cms/.test(file);
    // The corpus holds no Snakefiles, where the hints of those analyses stand.
    const isKnown = specification.language !== 'snakemake' || file.includes('agc-cms');
    expect(requirements.length > 0).toBe(hasHints && isKnown);
  });

  const engines = /type: (?:serial|yadage)/;
  const complete = files.filter((file) =>
    engines.test(readFileSync(path.join(corpus, file), 'utf8')),
  );

  it.each(complete)('%s becomes a request', async (file) => {
    const specification = await loadSpecification(corpus, file);
    const { workflow } = await createPayload(specification, tools);
    const { language } = specification;
    expect(workflow).toMatchObject({
      specification: language === 'yadage' ? null : { steps: expect.any(Array) },
    });
  });
});
