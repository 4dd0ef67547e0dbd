import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { readYaml, toJson } from '../../src/document/yaml.ts';
import { parseSettings } from '../../src/specification/settings-file.ts';
import { settingsSchema } from '../../src/specification/settings-schema.ts';

const schemaFile = path.resolve(import.meta.dirname, '../../docs/reana-ci.schema.json');

function problemsOf(text: string): string[] {
  return parseSettings(text).problems.map(
    ({ line, column, rule, message, hint }) =>
      `${line ?? 0}:${column ?? 0} ${rule} ${message}${hint === undefined ? '' : ` (${hint})`}`,
  );
}

describe('settings of an analysis', () => {
  it.each([
    ['metrcs: []', '1:9 unknown-key .reana-ci.yml has no key "metrcs" (Did you mean metrics?)'],
    ['lnt: {rules: {}}', '1:6 unknown-key .reana-ci.yml has no key "lnt" (Did you mean lint?)'],
    ['lint: {rule: {a: off}}', '1:14 unknown-key lint has no key "rule" (Did you mean rules?)'],
    ['pictures: a.png', '1:11 wrong-type pictures must be a list, not text'],
    ['- metrics', '1:1 wrong-type .reana-ci.yml must be a mapping, not a list'],
    [
      'metrics: [{label: a, file: a, pointer: /a, unt: fb}]',
      '1:49 unknown-key metrics[0] has no key "unt" (Did you mean unit?)',
    ],
  ])('tell of %s', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('are warnings: a run does not fail for what is shown of it', () => {
    const { problems } = parseSettings('metrcs: 1\nlint: 5\n');
    expect(problems.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
  });

  it.each(['', '# nothing yet\n', '{}'])('may be empty: %j', (text) => {
    expect(problemsOf(text)).toEqual([]);
  });
});

describe('the schema for editors', () => {
  const validate = new Ajv({ strict: false }).compile(settingsSchema);

  it('is published as it is read', async () => {
    expect(JSON.parse(await readFile(schemaFile, 'utf8'))).toEqual(settingsSchema);
  });

  it.each([
    'metrics: [{label: a, file: a.json, pointer: /a, unit: fb, better: lower}]',
    'metrics: [{name: a, file: a.txt, pattern: "(.*)"}]',
    "pictures: ['*.png']\nlint: {rules: {image-tag: 'off', user-id: error}}",
    'lint: {rules: {image-tag: off}}',
    'metrcs: []',
    'lint: {rule: {}}',
    'pictures: a.png',
    'metrics: [{file: a, pointer: /a}]',
    'metrics: [{label: a, file: a}]',
    'metrics: [{label: a, file: a, pointer: b}]',
    'metrics: [{label: a, file: a, pointer: /b, pattern: c}]',
    'metrics: [{label: a, file: a, pointer: /a, better: less}]',
    'metrics: [{label: a, file: a, pointer: /a, colour: red}]',
  ])('agrees with the reader on %s', (text) => {
    const isValid = validate(toJson(readYaml('.reana-ci.yml', text)));
    expect(isValid).toBe(problemsOf(text).length === 0);
  });
});
