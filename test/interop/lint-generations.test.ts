/** Lint is held to what each generation of REANA's servers refuses, passes over, and takes. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/base/error.ts';
import { type JsonObject, parseJson } from '../../src/base/json.ts';
import { createShell } from '../../src/base/shell.ts';
import { planSerialJobs } from '../../src/local/engine/serial.ts';
import { bundleProblems } from '../../src/local/run/lint-problems.ts';
import {
  placeProblems,
  specificationProblems,
  workflowTypeOf,
} from '../../src/local/run/specification-check.ts';
import { lintAnalysis } from '../../src/lint/lint.ts';
import {
  type ServerGeneration,
  serverGenerations,
} from '../../src/specification/server-generation.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type BundleCase, bundleCases } from './schema/bundle-cases.ts';
import { requirePeer } from './peers.ts';
import { reference, references } from './references.ts';
import { schemaCases } from './schema/schema-cases.ts';

/** What a server makes of a specification. */
interface Verdict {
  /** Why it is refused; empty when it is taken. */
  readonly refusal: string;
  /** Keys that neither the schema nor the engine knows. */
  readonly ignored: readonly string[];
}

/**
 * The libraries of REANA, as servers call them: the schema and the serial engine's reader of all generations;
 * the files of a bundle, reading it, and the report on it of those of the next.
 */
const judge = path.join(import.meta.dirname, 'schema/judge.py');

const base: JsonObject = {
  workflow: {
    type: 'serial',
    specification: {
      steps: [{ environment: 'docker.io/library/python:3.12', commands: ['ls'] }],
    },
  },
};

/** What is refused by a part of the server that is no library, or fails later, or would be no workflow. */
const stricter = new Set([
  'serial-early-end',
  ...['cpu-format', 'memory-format', 'user-id', 'job-timeout'],
  ...['no-workflow', 'missing-input', 'undeclared-source'],
]);

/** Servers of today check places of the workspace and inputs themselves; no registry has such images. */
const ofServers = /root_path: "text"|"\." is not a path|has to be the name of an image/;

const schemas = ['0.9', '0.95'].map((generation) => {
  const file = reference('schemas', `reana_analysis_schema.v${generation}.json`);
  return references === undefined ? {} : (parseJson(readFileSync(file, 'utf8')) as JsonObject);
});

interface Case {
  readonly name: string;
  readonly root: string;
  /** Of a case that is about the schema. */
  readonly specification?: JsonObject;
}

describe.skipIf(references === undefined)('of a specification', () => {
  it.each(serverGenerations)(
    'lint refuses what %s refuses, tells what it passes over, and takes the rest',
    async (generation) => {
      const cases = await layCases();
      const verdicts = await verdictsOf(generation, cases);
      const [lenient, silent, strict]: [string[], string[], string[]] = [[], [], []];
      for (const [index, { name, root }] of cases.entries()) {
        const { refusal, ignored } = verdicts[index] ?? unanswered;
        const findings = await lintAnalysis(root, 'reana.yaml', { cluster: { generation } });
        const errors = findings.filter(({ severity }) => severity === 'error');
        if (refusal !== '') {
          if (errors.length === 0) lenient.push(`${name}: ${refusal}`);
          continue;
        }
        const told = findings.filter(({ severity }) => severity !== 'info');
        const unheard = ignored.filter((key) => !told.some((finding) => isAbout(finding, key)));
        silent.push(...unheard.map((key) => `${name}: ${key}`));
        const unexplained = errors.filter(
          ({ rule, message }) => !stricter.has(rule) && !ofServers.test(message),
        );
        if (ignored.length === 0)
          strict.push(...unexplained.map(({ message }) => `${name}: ${message}`));
      }
      expect({ lenient, silent, strict }).toEqual({ lenient: [], silent: [], strict: [] });
    },
  );

  it.each(serverGenerations)(
    'the embedded REANA %s refuses what it refuses',
    async (generation) => {
      const cases = (await layCases()).filter(({ specification }) => specification !== undefined);
      const verdicts = await verdictsOf(generation, cases);
      const [lenient, strict]: [string[], string[]] = [[], []];
      for (const [index, { name, root, specification }] of cases.entries()) {
        // It is a serial one in all but its name, which yadage would have to load.
        if (name.startsWith('workflow.type')) continue;
        const isRefused = (verdicts[index] ?? unanswered).refusal !== '';
        const own = embeddedProblem(specification ?? {}, generation);
        const [ofBundle] =
          generation === 'next' && own === undefined ? await bundleProblems(root) : [];
        const problem = own ?? ofBundle?.message;
        if (isRefused && problem === undefined) lenient.push(name);
        if (!isRefused && problem !== undefined && !ofEmbedded.test(problem)) {
          strict.push(`${name}: ${problem}`);
        }
      }
      expect({ lenient, strict }).toEqual({ lenient: [], strict: [] });
    },
  );

  it('lint tells without a server what the generations answer differently', async () => {
    const cases = await layCases();
    const verdicts = [];
    for (const generation of serverGenerations) verdicts.push(await verdictsOf(generation, cases));
    const untold: string[] = [];
    let differences = 0;
    for (const [index, { name, root }] of cases.entries()) {
      const answers = verdicts.map((all) => {
        const { refusal, ignored } = all[index] ?? unanswered;
        return JSON.stringify([refusal !== '', ignored]);
      });
      if (new Set(answers).size === 1) continue;
      differences += 1;
      const findings = await lintAnalysis(root, 'reana.yaml');
      if (findings.every(({ rule }) => beside.has(rule))) untold.push(name);
    }
    expect(untold).toEqual([]);
    expect(differences).toBeGreaterThan(100);
  });
});

/** A folder for every value that a schema speaks of, and for what no schema says. */
async function layCases(): Promise<readonly Case[]> {
  const bySchema = schemaCases(schemas, base).map(({ place, specification }) => {
    const text = JSON.stringify(specification);
    const name = `${place} in ${text.slice(0, 300)}`;
    return { name, files: { 'reana.yaml': text }, specification: specification as JsonObject };
  });
  // Those about the schema first: one can do with them alone.
  const all: (BundleCase & Pick<Case, 'specification'>)[] = [...bySchema, ...bundleCases];
  const folder = await temporaryFolder(
    Object.fromEntries(
      all.flatMap(({ files }, index) =>
        Object.entries(files).map(([name, text]) => [`${index}/${name}`, text]),
      ),
    ),
  );
  return all.map(({ name, specification }, index) => ({
    name,
    root: path.join(folder, String(index)),
    ...(specification && { specification }),
  }));
}

const unanswered: Verdict = { refusal: 'no answer', ignored: [] };

/** Findings on every one of these specifications. */
const beside = new Set(['no-outputs', 'no-memory-limit']);

/** What the server says at the start, or else the engine before its first job. */
function embeddedProblem(
  specification: JsonObject,
  generation: ServerGeneration,
): string | undefined {
  const [problem] = [
    ...specificationProblems(specification, generation),
    ...placeProblems(specification, '/var/reana'),
  ];
  if (problem !== undefined || workflowTypeOf(specification) !== 'serial') return problem?.message;
  try {
    const jobs = planSerialJobs({
      generation,
      workspace: '/var/reana/run',
      specification,
      parameters: {},
      options: {},
      setTotal: () => undefined,
    });
    for (const job of jobs) job();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What the job controller refuses, which is no library, and parts of the servers of today that are none. */
const ofEmbedded = /^The job is refused|^Desired workspace|^workflow|specification/;

const known = new Map<ServerGeneration, readonly Verdict[]>();

async function verdictsOf(
  generation: ServerGeneration,
  cases: readonly Case[],
): Promise<readonly Verdict[]> {
  const before = known.get(generation);
  if (before !== undefined) return before;
  const peer = generation === '0.9' ? 'reana-client-0.9' : 'reana-client-next';
  const programs = await requirePeer(peer);
  const roots = JSON.stringify(cases.map(({ root }) => root));
  const folder = await temporaryFolder({ 'cases.json': roots });
  const answers = path.join(folder, 'answers.json');
  const shell = createShell({ env: { PATH: `${programs}:/usr/bin:/bin`, HOME: folder } });
  const python = path.join(programs, 'python');
  const given = path.join(folder, 'cases.json');
  const ran = await shell`${python} -W ignore ${judge} ${generation} ${given} ${answers}`;
  expect(ran).toMatchObject({ exitCode: 0 });
  const verdicts = JSON.parse(readFileSync(answers, 'utf8')) as Verdict[];
  known.set(generation, verdicts);
  return verdicts;
}

/** Whether the finding speaks of the key, or of what it stands in. */
function isAbout({ message }: Finding, key: string): boolean {
  const parts = key.split('.').filter((part) => part !== 'workflow');
  return parts.some((part) => new RegExp(`\\b${part}\\b`).test(message));
}
