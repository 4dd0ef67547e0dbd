/**
 * The hints that REANA takes for a step: their types and formats, as its job controller and the schemas of
 * its releases have them.
 */
import { ExactNumber, type Json } from '../../base/json.ts';

export type Backend = 'kubernetes' | 'htcondorcern' | 'slurmcern' | 'compute4punch';

export const backends: readonly Backend[] = [
  'kubernetes',
  'htcondorcern',
  'slurmcern',
  'compute4punch',
];

export interface HintKind {
  readonly type: 'text' | 'boolean' | 'integer';
  /** The only backend that looks at it. */
  readonly backend?: Backend;
}

const text: HintKind = { type: 'text' };
const boolean: HintKind = { type: 'boolean' };
const htcondor: HintKind = { type: 'text', backend: 'htcondorcern' };
const slurm: HintKind = { type: 'text', backend: 'slurmcern' };
const punch: HintKind = { type: 'text', backend: 'compute4punch' };

export const hintKinds: ReadonlyMap<string, HintKind> = new Map(
  Object.entries({
    compute_backend: text,
    kerberos: boolean,
    voms_proxy: boolean,
    rucio: boolean,
    unpacked_img: boolean,
    kubernetes_uid: { type: 'integer' },
    kubernetes_cpu_request: text,
    kubernetes_cpu_limit: text,
    kubernetes_memory_request: text,
    kubernetes_memory_limit: text,
    kubernetes_job_timeout: { type: 'integer' },
    htcondor_max_runtime: htcondor,
    htcondor_accounting_group: htcondor,
    htcondor_request_cpus: htcondor,
    htcondor_request_memory: htcondor,
    htcondor_request_disk: htcondor,
    htcondor_requirements: htcondor,
    slurm_partition: slurm,
    slurm_time: slurm,
    c4p_cpu_cores: punch,
    c4p_memory_limit: punch,
    c4p_additional_requirements: punch,
  } satisfies Record<string, HintKind>),
);

/** Whether `value` is what the hint takes. */
export function fitsHint(kind: HintKind, value: Json): boolean {
  if (kind.type === 'integer') return Number.isSafeInteger(value);
  return typeof value === (kind.type === 'text' ? 'string' : 'boolean');
}

/** `"8Gi"`, as a message shows a value. */
export function shownValue(value: Json): string {
  const text = value instanceof ExactNumber ? value.source : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

const memory = /^(?:\d+|(?:\d+\.)?\d+[EPTGMK]i?)$/;

/** Bytes of an amount of memory as REANA takes it (`8Gi`, `500M`); `undefined` for anything else. */
export function memoryBytes(amount: string): number | undefined {
  if (!memory.test(amount)) return undefined;
  const [, number = '', unit = '', binary = ''] = /^([\d.]+)([EPTGMK]?)(i?)$/.exec(amount) ?? [];
  const power = unit === '' ? 0 : 'KMGTPE'.indexOf(unit) + 1;
  return Number(number) * (binary === 'i' ? 1024 : 1000) ** power;
}

/** Whether Kubernetes takes `amount` for CPU: cores (`2`, `0.5`) or thousandths of one (`500m`). */
export function isCpuAmount(amount: string): boolean {
  return /^[1-9]\d*m$/.test(amount) || (/^(?:\d+\.?\d*|\.\d+)$/.test(amount) && Number(amount) > 0);
}

/** The name of a repository of CVMFS. */
export const cvmfsRepository = /^[a-z0-9][\w.-]{0,59}$/i;

/** Memory of a worker of Dask. */
export const daskMemory = /^[1-9]\d*[EPTGMK]i?$/;

const htcondorSize = /^[1-9]\d*\s*(?:[KMGT]B?)?$/i;

/** How requests to HTCondor are written. */
export const htcondorFormats: ReadonlyMap<string, RegExp> = new Map([
  [
    'htcondor_max_runtime',
    /^(?:\d+|espresso|microcentury|longlunch|workday|tomorrow|testmatch|nextweek)$/,
  ],
  ['htcondor_request_cpus', /^[1-9]\d*$/],
  ['htcondor_request_memory', htcondorSize],
  ['htcondor_request_disk', htcondorSize],
]);
