/** Making a run: its name, its first checks, its workspace. */
import { mkdir, rename } from 'node:fs/promises';
import type { JsonObject } from '../../base/json.ts';
import { isJsonObject } from '../../base/json.ts';
import type { WorkflowType } from '../../reana/types.ts';
import { RestError } from '../rest-error.ts';
import { isUuid } from '../store/run-name.ts';
import type { StateDirectory } from '../store/state-directory.ts';
import type { Store } from '../store/store.ts';
import type { StoredRun } from '../store/stored-run.ts';
import { runFiles } from './run-files.ts';
import {
  inputProblems,
  optionProblems,
  placeProblems,
  retentionProblems,
  workflowTypeOf,
} from './specification-check.ts';

export interface NewRun {
  readonly name: string;
  readonly specification: JsonObject;
  /** A folder to become the workspace. */
  readonly seed?: string;
}

/**
 * Makes a run with the next number of its name, and its workspace.
 *
 * @throws RestError as REANA answers: 403 for a dot in the name, 400 for another bad name or
 * specification, 500 for an unknown workflow type
 */
export async function createRun(
  store: Store,
  state: StateDirectory,
  request: NewRun,
): Promise<StoredRun> {
  const name = checkedName(request.name);
  const type = checkedType(request.specification);
  refuse([
    ...optionProblems(type, (request.specification.inputs as JsonObject | undefined)?.options),
    ...placeProblems(request.specification, state.workspaces),
    ...inputProblems(request.specification),
    ...retentionProblems(request.specification),
  ]);
  const run = store.runs.insert({ name, type, specification: request.specification });
  const { workspace } = runFiles(state, run);
  if (request.seed === undefined) await mkdir(workspace);
  else await rename(request.seed, workspace);
  return run;
}

/** @throws RestError 400 when there is a problem */
export function refuse(problems: readonly { readonly message: string }[]): void {
  if (problems.length === 0) return;
  throw new RestError(400, problems.map(({ message }) => message).join('\n'));
}

/** @throws RestError 500 as REANA answers */
export function checkedType(specification: JsonObject): WorkflowType {
  const type = workflowTypeOf(specification);
  if (type === undefined || !isJsonObject(specification.workflow)) {
    throw new RestError(500, 'Unknown workflow type.');
  }
  return type;
}

function checkedName(name: string): string {
  if (name === '') return 'workflow';
  if (name.includes('.')) {
    throw new RestError(403, `Workflow name ${name} contains illegal character "."`);
  }
  // eslint-disable-next-line no-control-regex -- everything but ASCII is refused
  if (/[^\x00-\x7f]/.test(name)) throw new RestError(400, `Workflow name ${name} is not valid.`);
  if (isUuid(name)) throw new RestError(400, 'Workflow name cannot be a valid UUIDv4.');
  if (name.length > 255) {
    // The database says so, and the whole of its statement.
    throw new RestError(
      500,
      '(psycopg2.errors.StringDataRightTruncation) value too long for type character varying(255)\n',
    );
  }
  return name;
}
