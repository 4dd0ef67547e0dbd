/** Whatever an author writes, lint answers, and quickly. */
import { globSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintAnalysis } from '../../src/lint/lint.ts';
import type { RuleExample } from '../../src/lint/kit/rule.ts';
import { loadRuleGroups } from '../../src/lint/rule-list.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { measureEndurance } from './endurance.ts';
import { hostileTexts, mutate, seededRandom } from './mutations.ts';

/** Milliseconds. */
const slowest = 5000;
const examples: readonly RuleExample[] = [
  ...(await loadRuleGroups()).flatMap(({ rules }) => rules.flatMap((rule) => rule.examples.right)),
  exampleFolder('counting-limit'),
];

describe('lint', () => {
  it('answers to 400 slips in all languages', async () => {
    const random = seededRandom(20260131);
    for (let count = 0; count < 400; count += 1) {
      const example = examples[Math.floor(random() * examples.length)] ?? {};
      const names = Object.keys(example).filter((name) => name !== 'server.json');
      const name = names[Math.floor(random() * names.length)] ?? '';
      const text = mutate(mutate(example[name] ?? '', random), random);
      const root = await temporaryFolder({ ...example, [name]: text });
      const file = 'reana.yaml' in example ? 'reana.yaml' : 'reana-template.yaml';
      const begun = process.cpuUsage();
      await lintAnalysis(root, file);
      expect(millisecondsSince(begun), text).toBeLessThan(slowest);
    }
  });

  it.each(hostileTexts.map((text, index) => [index, text] as const))(
    'answers to hostile text %i',
    async (_index, text) => {
      const root = await temporaryFolder({ 'reana.yaml': text });
      const begun = process.cpuUsage();
      const findings = await lintAnalysis(root, 'reana.yaml');
      expect(findings.length).toBeGreaterThan(0);
      expect(millisecondsSince(begun)).toBeLessThan(slowest);
    },
  );

  it('needs neither 300 MB nor 5 s for analyses that are made to hurt it', async () => {
    const { slowest, largest, crashes } = await measureEndurance(1, 250);
    expect(crashes).toEqual([]);
    expect(slowest.value, JSON.stringify(slowest)).toBeLessThan(5000);
    expect(largest.value, JSON.stringify(largest)).toBeLessThan(300);
  });

  it.each([
    ['comments', { 'reana.yaml': '# reana-ci-ignore image-tag: why\n'.repeat(30_000) + serial }],
    ['rules that need each other', { 'reana.yaml': snakemake, Snakefile: chainOfRules(3000) }],
    ['a Snakefile', { 'reana.yaml': snakemake, Snakefile: chainOfRules(50_000) }],
    [
      'inputs of one rule',
      {
        'reana.yaml': snakemake,
        Snakefile: `rule a:\n    input:\n${numbered(15_000, (n) => `        a${n}="a${n}",\n`)}`,
      },
    ],
  ])('has read more %s than anybody writes within its time', async (_what, files) => {
    const root = await temporaryFolder(files);
    const begun = process.cpuUsage();
    await lintAnalysis(root, 'reana.yaml');
    expect(millisecondsSince(begun)).toBeLessThan(slowest);
  });

  it('refuses a file that is no text', async () => {
    const root = await temporaryFolder({});
    await writeFile(path.join(root, 'reana.yaml'), new Uint8Array([0xff, 0xfe, 0x00, 0x80]));
    await expect(lintAnalysis(root, 'reana.yaml')).rejects.toMatchObject({ code: 'specification' });
  });
});

const serial =
  'workflow: {type: serial, specification: {steps: [{environment: "a:1", commands: [b]}]}}\n';
const snakemake = 'workflow: {type: snakemake, file: Snakefile}\n';

function chainOfRules(length: number): string {
  return `rule all:\n    input: "0.x"\n${numbered(
    length,
    (n) => `rule r${n}:\n    input: "${n + 1}.x", "${n + 1}.y"\n    output: "${n}.{end}"\n`,
  )}`;
}

function numbered(length: number, piece: (n: number) => string): string {
  return Array.from({ length }, (_, n) => piece(n)).join('');
}

/** Of the processor: a machine that is busy with other things is no fault of lint's. */
function millisecondsSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

function exampleFolder(name: string): RuleExample {
  const folder = path.resolve(import.meta.dirname, '../../examples', name);
  const files = globSync('**/*.{yaml,yml}', { cwd: folder });
  return Object.fromEntries(
    files.map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]),
  );
}
