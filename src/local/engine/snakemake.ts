/** Runs Snakemake workflows: Snakemake decides what to run, each rule's command becomes a job. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { isJsonObject, type Json } from '../../base/json.ts';
import { safeRelativePath } from '../../base/safe-path.ts';
import { plainText, readSnakefiles } from '../../languages/snakemake/read.ts';
import { createTolerantReader } from '../../document/tolerant-document.ts';
import type { Engine, EngineContext, EngineResult } from './engine.ts';
import { checkedHints } from './checked-hints.ts';
import { createJobBroker } from './program/job-broker.ts';
import { runProgram, withPrivateFolder } from './program/run-program.ts';
import {
  pluginPackage,
  pluginName,
  pluginSource,
  socketVariable,
} from './snakemake/executor-plugin.ts';
import { startupFiles } from './snakemake/snakemake-7.ts';

/** What the plugin sends: once the number of jobs, then each job. */
const Request = v.union([
  v.object({ total: v.number() }),
  v.object({
    name: v.string(),
    image: v.string(),
    command: v.string(),
    hints: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  }),
]);

/**
 * Runs `workflow.file` in the workspace with the `snakemake` (7.32 or later) of this machine. The run's
 * parameters are its configuration; what rules declare as `container` and `resources` become a job's
 * image and hints. Rules without a shell command (`run:`, `script:`) fail, as they do on REANA.
 */
export const snakemakeEngine: Engine = async (context) =>
  await withPrivateFolder(async (folder) => {
    await checkConfigurationFiles(context);
    const configuration = path.join(folder, 'parameters.json');
    await writeFile(configuration, JSON.stringify(context.parameters));
    await mkdir(path.join(folder, pluginPackage));
    await writeFile(path.join(folder, pluginPackage, '__init__.py'), pluginSource);
    for (const [name, source] of Object.entries(startupFiles)) {
      await writeFile(path.join(folder, name), source);
    }
    const broker = await createJobBroker(path.join(folder, 'jobs'), Request, (request) =>
      answer(context, request),
    );
    try {
      const result = await runProgram(context, {
        program: 'snakemake',
        arguments: [
          ...['--snakefile', workflowFile(context), '--configfile', configuration],
          ...['--executor', pluginName, '--jobs', '1000', '--nolock', '--nocolor'],
        ],
        installation: 'Install it with: pip install "snakemake>=8"',
        variables: { PYTHONPATH: folder, [socketVariable]: broker.socket },
      });
      return result.status === 'finished' ? reported(context) : result;
    } finally {
      await broker.close();
    }
  });

/** For rules without a container (`REANA_DEFAULT_SNAKEMAKE_ENV_IMAGE` of REANA 0.9). */
const defaultImage = 'docker.io/snakemake/snakemake:v7.32.4';

/**
 * REANA gives the parameters by themselves, not as a file in place of those that the Snakefile names.
 *
 * @throws Error when one of these is missing
 */
async function checkConfigurationFiles(context: EngineContext): Promise<void> {
  const reader = createTolerantReader(context.workspace);
  const { snakefiles } = await readSnakefiles({ workflowFile: workflowFile(context) }, reader);
  for (const directive of snakefiles.flatMap(({ directives }) => directives)) {
    // Whether it is read at all, Python decides.
    if (directive.keyword !== 'configfile' || directive.isConditional) continue;
    const file = plainText(directive);
    if (file === undefined || existsSync(path.resolve(context.workspace, file))) continue;
    throw new Error(`Workflow defines configfile ${file} but it is not present or accessible.`);
  }
}

/** The report that REANA writes at the end is not written here; a name that it cannot have is refused. */
function reported(context: EngineContext): EngineResult {
  const { report } = context.options;
  if (report === undefined || (typeof report === 'string' && /\.(?:html|zip)$/.test(report))) {
    return { status: 'finished' };
  }
  context.log('WorkflowError: Report file must be an HTML or a ZIP file.');
  return { status: 'failed' };
}

async function answer(
  context: EngineContext,
  request: v.InferOutput<typeof Request>,
): Promise<Json> {
  if ('total' in request) {
    context.setTotal(request.total);
    return {};
  }
  const outcome = await context.submit({
    name: request.name,
    image: request.image === '' ? defaultImage : request.image.replace(/^docker:\/\//, ''),
    command: `cd ${context.workspace} && ${request.command}`,
    prettyCommand: request.command,
    hints: checkedHints(request.hints, {
      engine: 'snakemake',
      generation: context.generation,
    }),
  });
  return { status: outcome.status };
}

/** @throws Error when the specification names no file of the workspace */
function workflowFile(context: EngineContext): string {
  const { workflow } = context.specification;
  const file = isJsonObject(workflow) ? workflow.file : undefined;
  const safe = typeof file === 'string' ? safeRelativePath(file) : undefined;
  if (safe === undefined) throw new Error('workflow.file does not name a file of the workspace.');
  return safe;
}
