/**
 * Documents of public packages are read as the programs read them that REANA reads with: lint has no error of a
 * document that they take. A share of them is read, always the same; REANA_CI_CORPORA=whole reads all.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isReanaCiError } from '../../src/base/error.ts';
import { createTolerantReader } from '../../src/document/tolerant-document.ts';
import { readYaml, toJson } from '../../src/document/yaml.ts';
import { unknownChain } from '../../src/languages/snakemake/file-chain.ts';
import { parseSnakefile } from '../../src/languages/snakemake/parse.ts';
import { snakemakeKeyword } from '../../src/languages/snakemake/rules/snakemake-keyword.ts';
import { snakemakeSyntax } from '../../src/languages/snakemake/rules/snakemake-syntax.ts';
import { folderFiles } from '../../src/lint/kit/analysis-files.ts';
import { checkRules } from '../../src/lint/kit/rule.ts';
import { lintSpecification } from '../../src/lint/lint.ts';
import { specificationFrom } from '../specification/analysis.ts';
import { askPython, type Distribution, documentsOf } from './corpora/distribution.ts';

const ansible: Distribution = ['ansible-core', '2.19.14'];
const cwltool: Distribution = ['cwltool', '3.3.20260925135507'];
const snakemake: Distribution = ['snakemake', '9.27.1'];
const yadage: Distribution = ['yadage', '0.21.2'];

describe.concurrent('documents of public packages', { timeout: 900_000 }, () => {
  it('hold for lint what PyYAML finds in them', async ({ onTestFinished }) => {
    const all = [ansible, cwltool, snakemake, yadage];
    const files = await documentsOf(all, '**/*.{yml,yaml,cwl}', 400);
    const answers = await askPython('snakemake', 'read_yaml.py', files, onTestFinished);
    const pairs = files.map((file, index) => ({ file, answer: answers[index] ?? null }));
    const taken = pairs.filter(({ answer }) => answer !== null);
    tell(`${files.length} YAML files, of which PyYAML takes ${taken.length}`);
    expect(taken.length).toBeGreaterThan(300);
    const values = taken.map(({ file, answer }) => ({ file, answer, value: valueIn(file) }));
    expect(values.filter(({ value }) => value === undefined).map(({ file }) => file)).toEqual([]);
    const differing = values.filter(
      ({ answer, value }) => answer !== null && !isSame(value, JSON.parse(answer)),
    );
    expect(differing.map(({ file }) => file)).toEqual([]);
  });

  it.for([
    // Snakemake 7 does not take a text in place of a keyword behind `use rule … with`, which newer ones do.
    ['snakemake-7', '7', ['test_github_issue2255', 'test_module_nested']],
    ['snakemake', '8', []],
  ] as const)(
    'have the syntax mistakes that %s finds in them, and no others',
    async ([peer, dialect, unseen], { onTestFinished }) => {
      const files = await documentsOf([snakemake], '**/{Snakefile*,*.smk}', 1000);
      expect(files.length).toBeGreaterThan(500);
      const answers = await askPython(peer, 'read_snakefiles.py', files, onTestFinished);
      const refused = files.filter((_, index) => answers[index] !== null);
      const found: string[] = [];
      for (const file of files) if (await isRefused(file, dialect)) found.push(file);
      tell(`${files.length} Snakefiles, of which ${peer} refuses ${refused.length}`);
      expect(found).toEqual(
        refused.filter((file) => !unseen.some((name) => file.includes(`/${name}/`))),
      );
    },
  );

  it('are no mistakes for lint when cwltool takes them', async ({ onTestFinished }) => {
    const files = await documentsOf([cwltool], 'tests/**/*.cwl', 40);
    const answers = await askPython('cwltool', 'read_cwl.py', files, onTestFinished);
    const taken = files.filter((_, index) => answers[index] === null);
    tell(`${files.length} CWL documents, of which cwltool takes ${taken.length}`);
    expect(taken.length).toBeGreaterThan(20);
    expect(await errorsIn('cwl', taken)).toEqual([]);
  });

  it.for(['yadage', 'yadage-0.21'] as const)(
    'are no mistakes for lint when %s loads them',
    async (peer, { onTestFinished }) => {
      const files = await documentsOf([yadage], 'tests/testspecs/**/*flow*.yml', 100);
      const answers = await askPython(peer, 'read_yadage.py', files, onTestFinished);
      const taken = files.filter((_, index) => answers[index] === null);
      tell(`${files.length} yadage workflows, of which ${peer} loads ${taken.length}`);
      expect(taken.length).toBeGreaterThan(20);
      expect(await errorsIn('yadage', taken)).toEqual([]);
    },
  );
});

function tell(counts: string): void {
  process.stdout.write(`${counts}\n`);
}

/** Whether lint has an error of how the Snakefile is written. */
async function isRefused(file: string, dialect: '7' | '8'): Promise<boolean> {
  const root = path.dirname(file);
  const snakefile = parseSnakefile(path.basename(file), readFileSync(file, 'utf8'), dialect);
  const findings = await checkRules([snakemakeSyntax, snakemakeKeyword], {
    specification: specificationFrom('workflow: {type: snakemake, file: Snakefile}', root),
    files: folderFiles(root),
    reader: createTolerantReader(root),
    ...{ snakefiles: [snakefile], isWhole: true, dialect, chain: unknownChain, unread: [] },
  });
  return findings.some(({ severity }) => severity === 'error');
}

/** Errors of lint about how the workflows are written, not about what the analysis around them lacks. */
async function errorsIn(type: 'cwl' | 'yadage', files: readonly string[]): Promise<string[]> {
  const errors: string[] = [];
  for (const file of files) {
    // Tools lie beside the folders of the workflows that run them.
    const root = type === 'cwl' ? file.replace(/\/tests\/.*$/s, '/tests') : path.dirname(file);
    const name = path.relative(root, file);
    const text = `workflow: {type: ${type}, file: ${JSON.stringify(name)}}`;
    for (const { severity, rule, message } of await lintSpecification(
      specificationFrom(text, root),
    )) {
      if (severity !== 'error' || !written[type].test(rule)) continue;
      errors.push(`${file}: ${message} [${rule}]`);
    }
  }
  return errors;
}

const written = {
  cwl: /^yaml-|^cwl-(?!parameter)/,
  yadage: /^yaml-|^yadage-(?:file|reference|schema)$/,
};

function valueIn(file: string): unknown {
  try {
    return toJson(readYaml(file, readFileSync(file, 'utf8')));
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    return undefined;
  }
}

/** Whether both are the same data; numbers keep their spelling on one side. */
function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  }
  if (!isRecord(one) || !isRecord(other)) return one === other || Number(String(one)) === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
