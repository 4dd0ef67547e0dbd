/** A yadage workflow in its normal form: `$ref` resolved, short forms spelled out, defaults filled in. */
import type { Json, JsonObject } from '../../../base/json.ts';
import type { SpecNode } from './spec-node.ts';
import type { NodePath, Position, SourceDocument } from '../../../document/source-document.ts';

export interface YadageWorkflow {
  /** Its parts, which know where they are written. */
  readonly root: SpecNode;
  readonly stages: readonly YadageStage[];
  /** The whole workflow as JSON: what the engine runs. Paths of {@link position} lead through it. */
  readonly data: JsonObject;
  /** Where the part of `data` at `path` was written, in whichever file that is. */
  position(path: NodePath): Position;
  /** Like {@link position}, for the key of the part. */
  keyPosition(path: NodePath): Position;
  /** The file that the part of `data` at `path` was written in, and its path in there. */
  origin(path: NodePath): { readonly source: SourceDocument; readonly path: NodePath };
  /** Every file the workflow is written in, the first one first. */
  readonly documents: readonly SourceDocument[];
}

export interface YadageStage {
  readonly name: string;
  /** Absent only when the stage stands behind a `$ref`: the engine then fails. */
  readonly dependencies?: Predicate;
  readonly scheduler: Scheduler;
}

export interface Predicate {
  readonly dependency_type?: 'jsonpath_ready' | 'expressions_fulfilled';
  /** Paths over stages, or value expressions. */
  readonly expressions?: readonly Json[];
}

/** What a stage does when its turn comes; which keys count depends on `scheduler_type`. */
export interface Scheduler extends Task {
  readonly scheduler_type: 'singlestep-stage' | 'multistep-stage' | 'jq-stage';
  readonly parameters?: readonly ParameterSelection[];
  readonly scatter?: { readonly parameters?: readonly string[]; readonly method?: string };
  readonly batchsize?: Json;
  readonly partitionsize?: Json;
  readonly workflow_opts?: JsonObject;
  readonly register_values?: JsonObject;
  readonly bindings?: JsonObject;
  readonly stepscript?: string;
  readonly postscript?: string;
}

export interface ParameterSelection {
  readonly key?: string;
  readonly value?: Json;
}

/** The parameters that a stage selects; a jq-stage selects none, and its schema lets any value stand there. */
export function selectionsOf(scheduler: Scheduler): readonly ParameterSelection[] {
  return scheduler.scheduler_type === 'jq-stage' ? [] : (scheduler.parameters ?? []);
}

/** The names that a multistep-stage scatters over. */
export function scatteredNames(scheduler: Scheduler): readonly string[] {
  return scheduler.scheduler_type === 'jq-stage' ? [] : (scheduler.scatter?.parameters ?? []);
}

/** A step, a sub-workflow, or a choice between several. */
export interface Task {
  readonly step?: Packtivity;
  readonly workflow?: { readonly stages: readonly YadageStage[] };
  readonly cases?: readonly (Task & { readonly if?: string })[];
}

/** A step: what runs, where, and what it publishes. */
export interface Packtivity {
  readonly process: Process | null;
  readonly publisher: Publisher;
  readonly environment: Environment | null;
}

export interface Process {
  readonly process_type:
    'string-interpolated-cmd' | 'interpolated-script-cmd' | 'manual-instructions-proc';
  readonly cmd?: string;
  readonly script?: string;
  readonly interpreter?: string;
  readonly instructions?: string;
}

export interface Publisher {
  readonly publisher_type:
    | 'constant-pub'
    | 'frompar-pub'
    | 'fromparjq-pub'
    | 'fromyaml-pub'
    | 'fromglob-pub'
    | 'interpolated-pub'
    | 'manual-instructions-pub';
  readonly publish?: Json;
  readonly outputmap?: JsonObject;
  readonly script?: string;
  readonly tryExact?: boolean;
  readonly glob?: boolean;
  readonly relative_paths?: boolean;
  readonly yamlfile?: string;
  readonly globexpression?: string;
  readonly outputkey?: string;
}

export interface Environment {
  readonly environment_type:
    'docker-encapsulated' | 'localproc-env' | 'noop-env' | 'manual-instructions-env';
  readonly image?: string;
  readonly imagetag?: string;
  readonly resources?: readonly Json[];
  readonly envscript?: string;
  readonly env?: JsonObject;
  readonly workdir?: string | null;
  readonly par_mounts?: readonly Json[];
}
