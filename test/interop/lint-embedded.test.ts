/**
 * Lint and the embedded REANA agree: of what lint has errors for, no run is made or the run fails; the rest
 * finishes. Jobs only pretend to work, so that all depends on the specification. The embedded REANA has no
 * limits; lint is told of none.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isReanaCiError } from '../../src/base/error.ts';
import { createShell } from '../../src/base/shell.ts';
import type { Executor } from '../../src/local/executor/executor.ts';
import { createProcessExecutor } from '../../src/local/executor/process.ts';
import { endedStatuses } from '../../src/reana/types.ts';
import { collectInputs } from '../../src/specification/inputs.ts';
import { lintAnalysis } from '../../src/lint/lint.ts';
import type { RuleExample } from '../../src/lint/kit/rule.ts';
import { loadRuleGroups } from '../../src/lint/rule-list.ts';
import { loadSpecification } from '../../src/specification/load.ts';
import { createPayload } from '../../src/languages/payload.ts';
import {
  type ServerGeneration,
  serverGenerations,
} from '../../src/specification/server-generation.ts';
import { createBundle, workspaceFiles } from '../../src/specification/workspace-files.ts';
import { type Reana, startReana } from '../embedded-reana.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { requirePeer } from './peers.ts';

const silent = 'the engine calls it a success, though stages never ran';

/** Rules on whose examples the two differ, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'workspace-root': 'the embedded REANA keeps workspaces elsewhere',
  'unfetched-input': 'the files are there, though they are not what they should be',
  'test-feature': 'the server itself looks at no tests',
  'serial-option': 'the engine runs all steps in place of those that are meant',
  'yadage-cycle': silent,
  'yadage-dependency': silent,
  'yadage-no-parameters': silent,
  'yadage-scatter': silent,
  'yadage-stage-name': silent,
};

const passedOver = 'servers 0.9 pass some of it over without a word';

const exceptionsOfStable: Readonly<Record<string, string>> = {
  'newer-key': passedOver,
  'workflow-resources': passedOver,
};

/** Of the one server that runs Snakemake here. */
const exceptionsOfAlpha: Readonly<Record<string, string>> = {
  'snakemake-input': 'jobs get their shell command alone, and nobody writes their benchmarks',
};

/** The run ends before its last steps, and REANA calls it a success. */
const endsEarly = 'serial-early-end';

/** A rule whose examples lie on the network. */
const elsewhere = 'workflow-elsewhere';

/**
 * Their engines are programs that take a second each, and know nothing of the server: one server runs them, and
 * of what is wrong the first of each rule, as the tests of lint and its peers hold them to these programs.
 */
const slow = /type: (?:cwl|snakemake)/;

/** What an account has that may do everything. */
const allSecrets = ['CERN_USER', 'CERN_KEYTAB', 'VONAME', 'VOMSPROXY_FILE', 'RUCIO_USERNAME'];

describe.each(serverGenerations)('lint and the embedded REANA %s', (generation) => {
  it('agree on the examples of all rules', async () => {
    const examples = await examplesFor(generation);
    const environment = await prepareMachine();
    const ordinary = await startWith(generation, environment, allSecrets);
    const disagreements: { rule: string; example: string; end: string; errors: string[] }[] = [];
    // Side by side; the server has its jobs wait for each other.
    await Promise.all(
      examples.map(async ({ rule, name, example }) => {
        const root = await temporaryFolder(example);
        const secrets = secretsOf(example);
        const reana =
          secrets === undefined ? ordinary : await startWith(generation, environment, secrets);
        const findings = await lintAnalysis(root, 'reana.yaml', {
          cluster: { generation, secrets: secrets ?? allSecrets, computeBackends: ['kubernetes'] },
        });
        const errors = findings.filter(
          ({ severity, rule: found }) => severity === 'error' && found !== endsEarly,
        );
        const end = await endOf(reana, root, environment);
        if (errors.length > 0 === (end !== 'finished')) return;
        disagreements.push({
          rule,
          example: name,
          end,
          errors: errors.map(({ message }) => message),
        });
      }),
    );
    const expected = {
      ...exceptions,
      ...(generation === '0.9' ? exceptionsOfStable : {}),
      ...(generation === '0.95' ? exceptionsOfAlpha : {}),
    };
    expect(disagreements.filter(({ rule }) => !(rule in expected))).toEqual([]);
    const differing = new Set(disagreements.map(({ rule }) => rule));
    expect([...differing].sort()).toEqual(Object.keys(expected).sort());
    expect(examples.length).toBeGreaterThan(100);
  });
});

interface NamedExample {
  readonly rule: string;
  readonly name: string;
  readonly example: RuleExample;
}

/** Each once, by the first rule that has it. */
async function examplesFor(generation: ServerGeneration): Promise<NamedExample[]> {
  const groups = await loadRuleGroups();
  const distinct = new Map<string, NamedExample>();
  for (const { id: rule, examples } of groups.flatMap(({ rules }) => rules)) {
    if (rule === elsewhere) continue;
    for (const kind of ['wrong', 'right'] as const) {
      for (const [index, example] of examples[kind].entries()) {
        const isSlow = slow.test(example['reana.yaml'] ?? '');
        if (isSlow && (generation !== '0.95' || (kind === 'wrong' && index > 0))) continue;
        const key = JSON.stringify(example);
        if (distinct.has(key)) continue;
        distinct.set(key, { rule, name: `${kind} ${index + 1}`, example });
      }
    }
  }
  return [...distinct.values()];
}

function secretsOf(example: RuleExample): readonly string[] | undefined {
  const { secrets } = JSON.parse(example['server.json'] ?? '{}') as { secrets?: string[] };
  return secrets;
}

type Environment = Readonly<Record<'PATH', string>>;

/** The engines that are programs, and a `python` that makes what the examples want made. */
async function prepareMachine(): Promise<Environment> {
  const programs = await temporaryFolder({});
  const python = '#!/bin/sh\necho "{}" | tee limit.json\n';
  await writeFile(path.join(programs, 'python'), python, { mode: 0o755 });
  const peers = [await requirePeer('cwltool'), await requirePeer('snakemake')];
  return { PATH: [programs, ...peers, '/usr/bin', '/bin'].join(':') };
}

async function startWith(
  generation: ServerGeneration,
  environment: Environment,
  secrets: readonly string[],
): Promise<Reana> {
  const processes = createProcessExecutor({ environment });
  const executor: Executor = {
    name: 'process',
    async execute(job, output, signal) {
      await processes.execute(job, output, signal);
      return { status: 'finished', exitCode: 0, reason: 'Completed' };
    },
  };
  const reana = await startReana({ generation, executor, environment });
  await reana.client.addSecrets(
    secrets.map((name) => ({ name, type: 'env', value: Buffer.from('x') })),
  );
  return reana;
}

/** As `reana-ci run` does it, without its lint: how the run ended, or why there was none. */
async function endOf({ client }: Reana, root: string, environment: Environment): Promise<string> {
  const shell = createShell({ env: environment });
  try {
    const specification = await loadSpecification(root, 'reana.yaml');
    const { files: inputs } = await collectInputs(specification);
    const { id } = await client.createRun({
      name: path.basename(root),
      specification: await createPayload(specification, { shell, temporaryDirectory: root }),
      bundle: createBundle(specification, inputs),
    });
    await client.uploadFiles(id, workspaceFiles(specification, inputs));
    await client.startRun(id, {});
    for (;;) {
      const { status } = await client.run(id);
      if (endedStatuses.some((ended) => ended === status)) return status;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } catch (error) {
    if (isReanaCiError(error)) return error.message;
    throw error;
  }
}
