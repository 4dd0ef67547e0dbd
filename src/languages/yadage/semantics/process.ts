/** From a step's parameters to the command it runs. */
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import { pythonFormat } from '../../python/format.ts';
import { pythonStr } from '../../python/value.ts';
import type { Process } from '../read/workflow.ts';
import type { StepState } from './state.ts';
import { mapJqLeaves, sortKeys } from './value.ts';

export type StepJob =
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'script'; readonly script: string; readonly interpreter: string };

/**
 * Fills `{workdir}`, `{readdir0}`, … into parameters.
 *
 * @throws PythonError KeyError for any other name in braces, ValueError for a single brace
 */
export function contextualize(parameters: Json, state: StepState): Json {
  return mapJqLeaves(sortKeys(parameters), (leaf) =>
    typeof leaf === 'string' ? fillIn(leaf, state) : leaf,
  ) as Json;
}

function fillIn(text: string, state: StepState): string {
  try {
    return pythonFormat(text, { named: state.names });
  } catch (error) {
    // The real engine takes `{}` and `{workdir.x}` for text that is not meant for it.
    const ignored = error instanceof PythonError && /^(Index|Attribute)Error$/.test(error.type);
    if (ignored) return text;
    throw error;
  }
}

/**
 * The job of a step, its parameters put into the template.
 *
 * @returns `undefined` for instructions that a person would have to follow
 * @throws PythonError as `str.format` does
 */
export function buildJob(process: Process, parameters: Json): StepJob | undefined {
  switch (process.process_type) {
    case 'string-interpolated-cmd':
      return { kind: 'command', command: interpolate(process.cmd ?? '', parameters) };
    case 'interpolated-script-cmd': {
      const { interpreter } = process;
      const script = interpolate(process.script ?? '', parameters);
      if (interpreter === undefined) throw new PythonError('KeyError', "'interpreter'");
      return { kind: 'script', script, interpreter };
    }
    case 'manual-instructions-proc':
      return undefined;
  }
}

function interpolate(template: string, parameters: Json): string {
  if (Array.isArray(parameters)) {
    return pythonFormat(template, { positional: (parameters as readonly Json[]).map(joinList) });
  }
  if (!isJsonObject(parameters)) return pythonFormat(template, { named: { value: parameters } });
  const named: JsonObject = Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [key, joinList(value)]),
  );
  return pythonFormat(template, { named });
}

/** A list becomes one text, its items separated by spaces. */
function joinList(value: Json): Json {
  return Array.isArray(value) ? (value as readonly Json[]).map(pythonStr).join(' ') : value;
}
