/** Table of the hints that a workflow engine hands on to the job controller, by the generation of servers. */
import type { ServerGeneration } from '../../specification/server-generation.ts';
import type { WorkflowLanguage } from '../../specification/specification.ts';

/** The engine that reads a hint, in the release that a server runs. */
export interface HintReader {
  readonly engine: WorkflowLanguage;
  readonly generation: ServerGeneration;
}

/** The first generation whose engine reads the hint; `never` as long as none does. */
type Since = '0.95' | 'never';

const all = { serial: '0.95', yadage: '0.95', cwl: '0.95', snakemake: '0.95' } as const;
const htcondorRequest = { ...all, cwl: 'never', snakemake: 'never' } as const;

/** Hints that some engine of some generation ignores; every other known hint is read by all engines. */
const late: ReadonlyMap<string, Partial<Readonly<Record<WorkflowLanguage, Since>>>> = new Map(
  Object.entries({
    unpacked_img: { serial: '0.95' },
    kubernetes_cpu_request: all,
    kubernetes_cpu_limit: all,
    kubernetes_memory_request: all,
    htcondor_request_cpus: htcondorRequest,
    htcondor_request_memory: htcondorRequest,
    htcondor_request_disk: htcondorRequest,
    htcondor_requirements: htcondorRequest,
    c4p_cpu_cores: { yadage: '0.95' },
    c4p_memory_limit: { yadage: '0.95' },
    c4p_additional_requirements: { yadage: '0.95' },
  } as const),
);

/** The names of the hints in the table. */
export const lateHints: readonly string[] = [...late.keys()];

/** Since which generation the engine reads the hint. */
export function readSince(engine: WorkflowLanguage, hint: string): ServerGeneration | 'never' {
  return late.get(hint)?.[engine] ?? '0.9';
}

/** Whether the engine passes the hint on; where it does not, nothing tells so. */
export function readsHint({ engine, generation }: HintReader, hint: string): boolean {
  const since = readSince(engine, hint);
  return since === '0.9' || (since === '0.95' && generation !== '0.9');
}
