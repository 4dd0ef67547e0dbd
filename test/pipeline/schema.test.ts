import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { interpolate, readTemplates } from '../templates/template.ts';

const root = path.resolve(import.meta.dirname, '../..');
const schemaFile = path.join(root, '../shared/schemas/gitlab-ci.json');

describe.skipIf(!existsSync(schemaFile))('GitLab’s schema of pipelines', () => {
  const schema = existsSync(schemaFile)
    ? (JSON.parse(readFileSync(schemaFile, 'utf8')) as object)
    : {};
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
    schema,
  );
  const mistakes = (document: unknown): unknown => (validate(document) ? [] : validate.errors);
  const matrix = [{ REANA_CI_PARAMETER: ['mass=500', 'mass=750'] }];

  it.each(readTemplates().map((template) => [template.name, template] as const))(
    'accepts the component %s, its header and its jobs',
    (_name, template) => {
      expect(mistakes(template.header)).toEqual([]);
      expect(mistakes(interpolate(template, { matrix }))).toEqual([]);
      const prefixed = { matrix, 'job-prefix': 'zz-' };
      expect(mistakes(interpolate(template, prefixed))).toEqual([]);
    },
  );

  it('accepts the pipeline of this project', () => {
    const pipeline = parse(readFileSync(path.join(root, '.gitlab-ci.yml'), 'utf8')) as unknown;
    expect(mistakes(pipeline)).toEqual([]);
  });

  it('would find a misspelt keyword', () => {
    const [template] = readTemplates();
    const jobs = interpolate(template!, { matrix });
    const wrong = Object.entries(jobs).map(([name, job]) => [name, { ...job, retries: 1 }]);
    expect(mistakes(Object.fromEntries(wrong))).not.toEqual([]);
  });
});
