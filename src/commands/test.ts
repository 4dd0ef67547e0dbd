/** `reana-ci test RUN`: whether a finished run is what the scenarios of its features expect. */
import type { Command } from 'commander';
import { ReanaCiError } from '../base/error.ts';
import { formatCount } from '../base/format.ts';
import { isJsonObject, textsOf } from '../base/json.ts';
import { plainText } from '../base/table.ts';
import { evaluateFeatures, type ScenarioResult } from '../features/evaluate.ts';
import { createEvidence } from '../features/evidence.ts';
import { parseFeatures, readFeatureFiles } from '../features/feature-files.ts';
import type { ReanaClient } from '../reana/reana-client.ts';
import { countTests } from '../results/test-count.ts';
import type { GlobalOptions } from './command.ts';
import { addConnectionOptions, type ConnectionOptions, withClient } from './connection.ts';
import type { Edge } from './edge.ts';
import { addJsonOption, type JsonOption, printJson, printLines } from './output.ts';
import { addRunArgument, findNamedRun, readRun } from './run-argument.ts';

interface TestOptions extends GlobalOptions, ConnectionOptions, JsonOption {
  readonly feature: readonly string[];
}

/** Adds `test`. */
export function registerTest(program: Command, edge: Edge): void {
  addJsonOption(addConnectionOptions(addRunArgument(program.command('test'))))
    .description('test a finished run with the features of its specification')
    .option(
      '--feature <file>',
      'test with this feature file in place of tests.files (repeatable)',
      (file: string, files: readonly string[]) => [...files, file],
      [],
    )
    .action(async (run: string | undefined, _options: unknown, command: Command) => {
      await test(edge, readRun(edge, run), command.optsWithGlobals<TestOptions>());
    });
}

async function test(edge: Edge, name: string, options: TestOptions): Promise<void> {
  await withClient(edge, options, async (client) => {
    const run = await findNamedRun(client, name, edge.signal);
    if (run.status !== 'finished') {
      throw new ReanaCiError('usage', `${run.name} is ${run.status}.`, {
        hint: 'Only a finished run can be tested.',
      });
    }
    const files =
      options.feature.length > 0 ? options.feature : await declaredFeatures(client, run, edge);
    const { files: found, missing } = await readFeatureFiles(edge.cwd, files);
    const [first] = missing;
    if (first !== undefined) {
      throw new ReanaCiError('usage', `${first} cannot be read.`, {
        hint: 'Give the command in the folder of the analysis, or name the files with --feature.',
      });
    }
    const features = await parseFeatures(found);
    const { signal } = edge;
    const results = await evaluateFeatures(
      features,
      createEvidence(client, { id: run.id, signal }),
    );
    if (options.json === true) printJson(edge, results);
    else printLines(edge, describe(results));
    const failed = results.filter(({ status }) => status === 'failed');
    if (failed.length === 0) return;
    throw new ReanaCiError(
      'run-failed',
      `${failed.length} of ${formatCount(results.length, 'test')} of ${run.name} failed.`,
    );
  });
}

async function declaredFeatures(
  client: ReanaClient,
  { id, name }: { readonly id: string; readonly name: string },
  { signal }: Edge,
): Promise<string[]> {
  const { specification } = await client.specification(id, signal);
  const { files } = isJsonObject(specification.tests) ? specification.tests : {};
  const named = textsOf(files);
  if (named.length > 0) return named;
  throw new ReanaCiError('usage', `The specification of ${name} has no tests.files.`, {
    hint: 'Name feature files with --feature.',
  });
}

function describe(results: readonly ScenarioResult[]): string[] {
  const lines = results.flatMap(({ feature, line, scenario, status, step = '', message = '' }) => [
    plainText(`${status.padEnd(8)}${scenario} (${feature}:${line})`),
    ...(message === '' ? [] : [plainText(`        ${step}: ${message}`)]),
  ]);
  return [...lines, '', countTests(results)];
}
