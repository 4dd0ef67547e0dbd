/** The four workflow engines, each loaded when the first run needs it. */
import type { WorkflowType } from '../../reana/types.ts';
import type { Engine } from '../engine/engine.ts';

export type Engines = Readonly<Record<WorkflowType, () => Promise<Engine>>>;

export const builtInEngines: Engines = {
  serial: async () => (await import('../engine/serial.ts')).serialEngine,
  yadage: async () => (await import('../engine/yadage/yadage-engine.ts')).yadageEngine,
  cwl: async () => (await import('../engine/cwl.ts')).cwlEngine,
  snakemake: async () => (await import('../engine/snakemake.ts')).snakemakeEngine,
};
