/** CWL documents, changed so that every tool runs as a job. */
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import { defaultImage } from '../../../languages/cwl/default-image.ts';

/** What REANA's job of a tool needs besides its command. */
export interface CwlTool {
  readonly name: string;
  readonly image: string;
  readonly hints: JsonObject;
  /** Whether CWL wants the tool's standard output as a file, instead of in the job's log. */
  readonly capturesOutput: boolean;
}

export interface CwlDocument {
  readonly document: Json;
  /** The tools by the number that their command is called with. */
  readonly tools: readonly CwlTool[];
  /** Steps that run a tool, as far as the document tells (scattered steps count once). */
  readonly steps: number;
}

/** What a workflow and its steps hand down to the tools that they run. */
interface Inherited {
  readonly name?: string;
  readonly image?: string;
  readonly hints: JsonObject;
}

/**
 * Puts `program <number>` in front of the command of every CommandLineTool of a packed document and takes
 * its container away: the job has it instead. Requirements and `reana` hints of a workflow or a step hold
 * for the tools below, unless those say otherwise.
 */
export function divertTools(packed: JsonObject, program: string): CwlDocument {
  const tools: CwlTool[] = [];
  const inherited = new Map<string, Inherited>();
  const processes = Array.isArray(packed.$graph) ? (packed.$graph as readonly Json[]) : [packed];
  for (const process of processes) collectInherited(process, { hints: {} }, inherited);

  function divert(node: Json, handedDown: Inherited): Json {
    if (Array.isArray(node)) return node.map((item: Json) => divert(item, handedDown));
    if (!isJsonObject(node)) return node;
    const id = typeof node.id === 'string' ? node.id : '';
    const here = withOwn(node, { ...handedDown, ...inherited.get(id) });
    if (node.class === 'CommandLineTool') {
      tools.push(toolOf(node, here));
      return divertedTool(node, program, String(tools.length - 1));
    }
    const named = typeof node.run === 'object' ? { ...here, name: lastPart(id) } : here;
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) =>
        key === 'requirements' || key === 'hints'
          ? [key, withoutDocker(value)]
          : [key, divert(value, named)],
      ),
    );
  }

  const document = divert(packed, { hints: {} });
  return { document, tools, steps: countSteps(processes) };
}

/** Notes what steps hand down to the processes that they name by id, the first one to do so. */
function collectInherited(node: Json, above: Inherited, found: Map<string, Inherited>): void {
  if (!isJsonObject(node) || node.class !== 'Workflow') return;
  const here = withOwn(node, above);
  for (const step of listOf(node.steps)) {
    if (!isJsonObject(step)) continue;
    const handedDown = {
      ...withOwn(step, here),
      name: lastPart(typeof step.id === 'string' ? step.id : ''),
    };
    if (typeof step.run === 'string' && !found.has(step.run)) found.set(step.run, handedDown);
  }
}

function withOwn(node: JsonObject, above: Inherited): Inherited {
  const docker = classOf(node.hints, 'DockerRequirement') ?? {};
  const required = classOf(node.requirements, 'DockerRequirement') ?? {};
  const image = required.dockerPull ?? docker.dockerPull;
  return {
    ...above,
    ...(typeof image === 'string' && { image }),
    hints: { ...above.hints, ...classOf(node.hints, 'reana') },
  };
}

function toolOf(tool: JsonObject, here: Inherited): CwlTool {
  const prints = listOf(tool.outputs).some(
    (output) => isJsonObject(output) && output.type === 'stdout',
  );
  return {
    name: here.name ?? lastPart(typeof tool.id === 'string' ? tool.id : 'tool'),
    image: here.image ?? defaultImage,
    hints: here.hints,
    capturesOutput: tool.stdout !== undefined || prints,
  };
}

function divertedTool(tool: JsonObject, program: string, number: string): JsonObject {
  const words =
    typeof tool.baseCommand === 'string' ? [tool.baseCommand] : listOf(tool.baseCommand);
  const bare = {
    ...tool,
    ...(tool.hints !== undefined && { hints: withoutDocker(tool.hints) }),
    ...(tool.requirements !== undefined && { requirements: withoutDocker(tool.requirements) }),
  };
  if (classOf(tool.requirements, 'ShellCommandRequirement') === undefined) {
    return { ...bare, baseCommand: [program, number, ...words] };
  }
  // The whole of the shell's text has to become the job, pipes and all: as a here-document without an
  // end, which lasts until the text ends.
  const start = `'${program}' ${number} <<'END_OF_TOOL'\n`;
  return {
    ...bare,
    baseCommand: [],
    arguments: [
      { position: -1_000_000, shellQuote: false, valueFrom: start },
      ...words.map((word) => ({ position: -999_999, valueFrom: word })),
      ...listOf(tool.arguments),
    ],
  };
}

/** Requirements and hints are lists, or mappings by class. */
function classOf(entries: Json | undefined, name: string): JsonObject | undefined {
  if (isJsonObject(entries)) {
    const key = Object.keys(entries).find((candidate) => lastPart(candidate) === name);
    const entry = key === undefined ? undefined : entries[key];
    return isJsonObject(entry) ? entry : undefined;
  }
  return listOf(entries)
    .filter(isJsonObject)
    .find((entry) => typeof entry.class === 'string' && lastPart(entry.class) === name);
}

function withoutDocker(entries: Json): Json {
  if (isJsonObject(entries)) {
    return Object.fromEntries(
      Object.entries(entries).filter(([key]) => key !== 'DockerRequirement'),
    );
  }
  return listOf(entries).filter(
    (entry) => !isJsonObject(entry) || entry.class !== 'DockerRequirement',
  );
}

function countSteps(processes: readonly Json[]): number {
  const steps = processes.flatMap((process) =>
    isJsonObject(process) && process.class === 'Workflow' ? listOf(process.steps) : [],
  );
  return Math.max(steps.length, 1);
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** `reana` of `http://reana.io/reana`, `first` of `#main/first`. */
function lastPart(id: string): string {
  return id.split(/[#/:]/).at(-1) ?? id;
}
