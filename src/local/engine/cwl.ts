/** Runs CWL workflows: cwltool decides what to run, each tool's command becomes a job. */
import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { safeRelativePath } from '../../base/safe-path.ts';
import { formatFinding, isReanaCiError } from '../../base/error.ts';
import { createProgramShell } from '../../base/program.ts';
import { packCwl } from '../../languages/cwl/pack.ts';
import { withoutLocalDefaults } from './cwl/local-default.ts';
import { toolProgram } from './cwl/tool-program.ts';
import { divertTools, type CwlTool } from './cwl/tools.ts';
import type { Engine, EngineContext, EngineResult } from './engine.ts';
import { checkedHints } from './checked-hints.ts';
import { createJobBroker } from './program/job-broker.ts';
import { programEnvironment, runProgram, withPrivateFolder } from './program/run-program.ts';

const installation = 'Install it with: pip install cwltool';

/** What the program in front of a tool sends. */
const Request = v.object({
  /** The tool's number. */
  tool: v.number(),
  /** Shell command that makes the working directory and the environment which CWL demands. */
  setup: v.string(),
  command: v.string(),
  /** File to be read as standard input. */
  input: v.nullable(v.string()),
  /** File for standard output where that is a result. */
  output: v.string(),
});

/**
 * Runs the packed `workflow.specification` (or `workflow.file`, packed here) with the `cwltool` of this
 * machine. As on REANA, `location`s of input files are relative to the workspace, outputs come to its folder
 * `outputs`, and each tool is a job in its own image.
 */
export const cwlEngine: Engine = async (context) =>
  await withPrivateFolder(async (folder) => {
    const packed = await packedWorkflow(context, folder);
    if (packed === undefined) return { status: 'failed' };
    const program = path.join(folder, 'tool');
    const { document, tools, steps } = divertTools(packed, program);
    const known = withoutLocalDefaults(document, context.workspace);
    context.setTotal(steps);
    const broker = await createJobBroker(path.join(folder, 'jobs'), Request, (request) =>
      answer(context, tools, request),
    );
    try {
      await writeFile(program, toolProgram(broker.socket), { mode: 0o700 });
      const workflow = path.join(folder, 'workflow.json');
      await writeFile(workflow, JSON.stringify(known));
      return await runCwltool(context, workflow);
    } finally {
      await broker.close();
    }
  });

async function packedWorkflow(
  context: EngineContext,
  folder: string,
): Promise<JsonObject | undefined> {
  const workflow = isJsonObject(context.specification.workflow)
    ? context.specification.workflow
    : {};
  if (isJsonObject(workflow.specification)) return workflow.specification;
  const file = typeof workflow.file === 'string' ? safeRelativePath(workflow.file) : undefined;
  if (file === undefined) throw new Error('workflow.file does not name a file of the workspace.');
  const shell = createProgramShell({
    environment: programEnvironment(context),
    signal: context.signal,
  });
  try {
    return await packCwl(context.workspace, file, { shell, temporaryDirectory: folder });
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    for (const line of [error.message, ...error.findings.map(formatFinding)]) context.log(line);
    context.log(`cwltool cannot read ${file}. ${installation}`);
    return undefined;
  }
}

/** All that cwltool writes lies in the workspace, the only folder that jobs share with it. */
async function runCwltool(context: EngineContext, workflow: string): Promise<EngineResult> {
  const name = `.cwl-${randomUUID()}`;
  const scratch = path.join(context.workspace, name);
  const order = path.join(context.workspace, `${name}.json`);
  await mkdir(path.join(scratch, 'tmp'), { recursive: true });
  await writeFile(order, JSON.stringify(context.parameters));
  const target = context.options.TARGET;
  try {
    return await runProgram(context, {
      program: 'cwltool',
      arguments: [
        ...['--no-container', '--parallel', '--relax-path-checks', '--disable-color'],
        ...['--outdir', path.join(context.workspace, 'outputs')],
        ...['--tmpdir-prefix', `${scratch}/tmp/`, '--tmp-outdir-prefix', `${scratch}/out/`],
        ...(typeof target === 'string' ? ['--target', target] : []),
        ...[workflow, order],
      ],
      installation,
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
    await rm(order, { force: true });
  }
}

async function answer(
  context: EngineContext,
  tools: readonly CwlTool[],
  { tool: number, setup, command, input, output }: v.InferOutput<typeof Request>,
): Promise<Json> {
  const tool = tools[number];
  if (tool === undefined) return { error: `There is no tool ${number}.` };
  const from = input === null ? '' : ` < '${input}'`;
  const to = tool.capturesOutput ? ` > '${output}'` : '';
  const outcome = await context.submit({
    name: tool.name,
    image: tool.image,
    command: `${setup} && {\n${command}\n}${from}${to}`,
    prettyCommand: command,
    hints: checkedHints(tool.hints, { engine: 'cwl', generation: context.generation }),
  });
  return { exitCode: outcome.exitCode };
}
