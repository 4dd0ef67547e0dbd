/** Runs Snakemake workflows: Snakemake decides what to run, each rule's command becomes a job. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { isJsonObject, type Json } from '../../base/json.ts';
import { safeRelativePath } from '../../base/safe-path.ts';
import type { Engine, EngineContext } from './engine.ts';
import { checkedHints } from './checked-hints.ts';
import { createJobBroker } from './program/job-broker.ts';
import { runProgram, withPrivateFolder } from './program/run-program.ts';
import {
  pluginPackage,
  pluginName,
  pluginSource,
  socketVariable,
} from './snakemake/executor-plugin.ts';

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
 * Runs `workflow.file` in the workspace with the `snakemake` (8 or later) of this machine. The run's
 * parameters are its configuration; what rules declare as `container` and `resources` become a job's
 * image and hints. Rules without a shell command (`run:`, `script:`) fail, as they do on REANA.
 */
export const snakemakeEngine: Engine = async (context) =>
  await withPrivateFolder(async (folder) => {
    const configuration = path.join(folder, 'parameters.json');
    await writeFile(configuration, JSON.stringify(context.parameters));
    await mkdir(path.join(folder, pluginPackage));
    await writeFile(path.join(folder, pluginPackage, '__init__.py'), pluginSource);
    const broker = await createJobBroker(path.join(folder, 'jobs'), Request, (request) =>
      answer(context, request),
    );
    try {
      return await runProgram(context, {
        program: 'snakemake',
        arguments: [
          ...['--snakefile', workflowFile(context), '--configfile', configuration],
          ...['--executor', pluginName, '--jobs', '1000', '--nolock', '--nocolor'],
        ],
        installation: 'Install it with: pip install "snakemake>=8"',
        variables: { PYTHONPATH: folder, [socketVariable]: broker.socket },
      });
    } finally {
      await broker.close();
    }
  });

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
    image: request.image.replace(/^docker:\/\//, ''),
    command: `cd ${context.workspace} && ${request.command}`,
    prettyCommand: request.command,
    hints: checkedHints(request.hints),
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
