/** Lint is held to Snakemake: what its dry run refuses, lint refuses too, or says that Python was not checked. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/base/error.ts';
import { createShell } from '../../src/base/shell.ts';
import { lintAnalysis } from '../../src/lint/lint.ts';
import { mutate, seededRandom } from '../lint/mutations.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { requirePeer } from './peers.ts';
import { commandSpellings, type SnakemakeSample, snakemakeSamples } from './snakemake/workflows.ts';

const slips = 56;

/** What REANA refuses of a rule, or of its job, and Snakemake does not look at. */
const ofReana = /^(?:image-name|snakemake-shell|\w+-format|hint-type|user-id|compute-backend)$/;

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
}

describe('lint beside the dry run of Snakemake', () => {
  it('has no errors for workflows that Snakemake takes', async () => {
    const originals = snakemakeSamples.map(original);
    const compared = await compare(originals);
    expect(compared.map(({ refusal, errors }) => [refusal, errors])).toEqual(
      originals.map(() => ['', []]),
    );
  });

  it('takes a command as Snakemake takes it, however it is put together', async () => {
    const cases = commandSpellings.map((spelling): Case => {
      const start = 'C = "echo"\n\ndef f(a): return a\n\nrule all:\n    output: "y"\n';
      const container = '    container: "docker://docker.io/library/python:3.12-slim"\n';
      const Snakefile = `${start}${container}    shell:${spelling}\n`;
      return original({ name: spelling, files: { Snakefile }, inputs: [] });
    });
    const compared = await compare(cases);
    const differing = compared.filter(
      ({ refusal, errors }) => (refusal === '') !== (errors.length === 0),
    );
    expect(differing).toEqual([]);
    const refused = compared.filter(({ refusal }) => refusal !== '');
    expect(refused.length).toBeGreaterThan(cases.length / 3);
    expect(refused.length).toBeLessThan((2 * cases.length) / 3);
  });

  it(`lets nothing pass that Snakemake refuses, in ${slips} slips`, async () => {
    const random = seededRandom(20260707);
    const cases = Array.from({ length: slips }, (_, index) =>
      withSlip(snakemakeSamples[index % snakemakeSamples.length], random),
    );
    const compared = await compare(cases.filter((one) => one !== undefined));
    const refused = compared.filter(({ refusal }) => refusal !== '');
    const unheard = refused.filter(({ errors }) => errors.length === 0);
    const silent = unheard.filter(({ isOpen }) => !isOpen);
    const strict = compared.filter(({ refusal, errors }) => refusal === '' && errors.length > 0);
    expect(silent).toEqual([]);
    expect(strict).toEqual([]);
    expect(refused.length).toBeGreaterThan(slips / 3);
    // Most of it is found; the rest is Python, and lint says so.
    expect(unheard.length).toBeLessThan(refused.length / 3);
  });
});

function original({ name, files, inputs }: SnakemakeSample): Case {
  const isFile = (input: string): boolean => input in files;
  const specification = {
    inputs: {
      files: ['Snakefile', ...inputs.filter(isFile)],
      directories: inputs.filter((input) => !isFile(input)),
    },
    workflow: { type: 'snakemake', file: 'Snakefile' },
  };
  return { name, files: { ...files, 'reana.yaml': JSON.stringify(specification) } };
}

function withSlip(sample: SnakemakeSample | undefined, random: () => number): Case | undefined {
  if (sample === undefined) return undefined;
  const { name, files } = original(sample);
  return { name, files: { ...files, Snakefile: mutate(files.Snakefile ?? '', random) } };
}

interface Compared {
  readonly name: string;
  readonly snakefile: string | undefined;
  /** Empty when Snakemake would run it. */
  readonly refusal: string;
  readonly errors: readonly string[];
  /** Whether lint says that it did not look at everything. */
  readonly isOpen: boolean;
}

async function compare(cases: readonly Case[]): Promise<Compared[]> {
  const programs = await requirePeer('snakemake');
  const folder = await temporaryFolder(
    Object.fromEntries(
      cases.flatMap(({ files }, index) =>
        Object.entries(files).map(([name, text]) => [`${index}/${name}`, text]),
      ),
    ),
  );
  const given = await temporaryFolder({
    'cases.json': JSON.stringify(
      cases.map(({ files }, index) => ({
        root: path.join(folder, String(index)),
        config: 'config.yaml' in files ? ['config.yaml'] : [],
      })),
    ),
  });
  // Before the dry runs, which leave folders behind.
  const findings: Finding[][] = [];
  for (const index of cases.keys()) {
    findings.push(await lintAnalysis(path.join(folder, String(index)), 'reana.yaml'));
  }
  const shell = createShell({
    cwd: given,
    env: { PATH: `${programs}:/usr/bin:/bin`, HOME: given },
  });
  const script = path.join(import.meta.dirname, 'snakemake/dry_run.py');
  const python = path.join(programs, 'python');
  const ran = await shell`${python} -W ignore ${script} cases.json answers.json`;
  expect(ran).toMatchObject({ exitCode: 0 });
  const answers = JSON.parse(
    readFileSync(path.join(given, 'answers.json'), 'utf8'),
  ) as readonly string[];
  return cases.map(({ name, files }, index) => ({
    name,
    snakefile: files.Snakefile,
    refusal: answers[index] ?? 'no answer',
    errors: (findings[index] ?? [])
      .filter(({ severity, rule }) => severity === 'error' && !ofReana.test(rule))
      .map(({ rule, message }) => `${rule}: ${message}`),
    isOpen: findings[index]?.some(({ rule }) => rule === 'snakemake-not-checked') === true,
  }));
}
