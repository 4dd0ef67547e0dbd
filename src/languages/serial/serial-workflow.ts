/** Serial workflows: steps in a row, with parameters put into their commands. */
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { PythonError } from '../python/error.ts';
import { substituteTemplate } from '../python/template.ts';
import { pythonRepr, pythonType, type PythonType } from '../python/value.ts';

export interface SerialStep {
  /** Empty when the step has none. */
  readonly name: string;
  /** The image; REANA notices a missing one only when the step's turn comes. */
  readonly image: string | undefined;
  /** With parameters put in; each one is a job of its own. */
  readonly commands: readonly string[];
  /** The step as it was written: what its jobs need of memory, user id, credentials. */
  readonly data: JsonObject;
}

/**
 * Puts parameters into the commands of a workflow and checks it as REANA's serial engine does.
 *
 * @param specification `workflow.specification` of a `reana.yaml`
 * @throws PythonError ValidationError for a parameter without a value or a wrong type, ValueError for a `$`
 * that starts no parameter
 */
export function expandSerialWorkflow(specification: Json, parameters: JsonObject): SerialStep[] {
  const steps = expandSteps(specification, parameters);
  checkShape(specification);
  return steps;
}

export interface StepSelection {
  /** Name of the first step to run. */
  readonly from?: string;
  /** Name of the last step to run. */
  readonly target?: string;
}

/**
 * The steps to run, for the options FROM and TARGET; names are compared without regard to case, and one that
 * is not there selects nothing.
 *
 * @throws PythonError KeyError when a step has no name to compare
 */
export function selectSerialSteps(
  steps: readonly SerialStep[],
  { from, target }: StepSelection,
): readonly SerialStep[] {
  if (from === undefined && target === undefined) return steps;
  if (steps.some((step) => step.data.name === undefined)) {
    throw new PythonError('KeyError', "'name'");
  }
  const first = from === undefined ? -1 : indexOf(steps, from);
  const last = target === undefined ? -1 : indexOf(steps, target);
  return steps.slice(Math.max(first, 0), last === -1 ? undefined : last + 1);
}

/** A command, by the numbers of its step and of itself, from 0. */
export interface CommandPlace {
  readonly step: number;
  readonly command: number;
}

/**
 * The command after which REANA calls the run finished though others follow: the first that looks like the last one,
 * of a step that looks like the last step. The engine compares by value (`utils.py`, reanahub/reana#881).
 */
export function earlyEnd(
  steps: readonly Pick<SerialStep, 'commands' | 'data'>[],
): CommandPlace | undefined {
  const last = steps.at(-1);
  const command = last?.commands.at(-1);
  if (last === undefined || command === undefined) return undefined;
  for (const [index, step] of steps.entries()) {
    const place = step.commands.indexOf(command);
    if (place === -1 || !isSameStep(step, last)) continue;
    const isLast = step === last && place === last.commands.length - 1;
    return isLast ? undefined : { step: index, command: place };
  }
  return undefined;
}

/** Parameters are in the commands when REANA compares. */
function isSameStep(
  a: Pick<SerialStep, 'commands' | 'data'>,
  b: Pick<SerialStep, 'commands' | 'data'>,
): boolean {
  const [one, other] = [a, b].map(({ commands, data }) => ({ ...data, commands }));
  return isDeepStrictEqual(one, other);
}

function indexOf(steps: readonly SerialStep[], name: string): number {
  return steps.findIndex((step) => step.name.toLowerCase() === name.toLowerCase());
}

function expandSteps(specification: Json, parameters: JsonObject): SerialStep[] {
  try {
    return asList(keyOf(specification, 'steps')).map((step) => ({
      name: text(step, 'name') ?? '',
      image: text(step, 'environment'),
      commands: asList(keyOf(step, 'commands')).map((command) => expand(command, parameters)),
      data: step as JsonObject,
    }));
  } catch (error) {
    if (!(error instanceof PythonError) || error.type !== 'KeyError') throw error;
    throw new PythonError(
      'ValidationError',
      `Workflow parameter(s) could not be expanded. Please take a look to ${error.text}`,
    );
  }
}

function expand(command: Json, parameters: JsonObject): string {
  if (typeof command === 'string') return substituteTemplate(command, parameters);
  throw new PythonError(
    'TypeError',
    `expected string or bytes-like object, got '${pythonType(command)}'`,
  );
}

function keyOf(value: Json, key: string): Json {
  const found = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  if (found === undefined) throw new PythonError('KeyError', pythonRepr(key));
  return found;
}

function asList(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  throw new PythonError('ValidationError', `${pythonRepr(value)} is not of type 'array'`);
}

function text(step: Json, key: string): string | undefined {
  const value = isJsonObject(step) ? step[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The types that the engine's schema asks for; other keys are not looked at. */
const types: Readonly<Record<string, { readonly name: string; readonly fits: PythonType }>> = {
  name: { name: 'string', fits: 'str' },
  environment: { name: 'string', fits: 'str' },
  unpacked_img: { name: 'boolean', fits: 'bool' },
  unpacked_image: { name: 'boolean', fits: 'bool' },
  compute_backend: { name: 'string', fits: 'str' },
  kerberos: { name: 'boolean', fits: 'bool' },
  kubernetes_uid: { name: 'integer', fits: 'int' },
  kubernetes_memory_limit: { name: 'string', fits: 'str' },
  voms_proxy: { name: 'boolean', fits: 'bool' },
  rucio: { name: 'boolean', fits: 'bool' },
  htcondor_max_runtime: { name: 'string', fits: 'str' },
  htcondor_accounting_group: { name: 'string', fits: 'str' },
  slurm_partition: { name: 'string', fits: 'str' },
  slurm_time: { name: 'string', fits: 'str' },
};
const backends = ['kubernetes', 'htcondorcern', 'slurmcern', 'compute4punch'];

function checkShape(specification: Json): void {
  const steps = asList(keyOf(specification, 'steps'));
  if (steps.length === 0) throw new PythonError('ValidationError', '[] is too short');
  for (const step of steps) {
    for (const [key, value] of Object.entries(step as JsonObject)) checkKey(key, value);
  }
}

function checkKey(key: string, value: Json): void {
  const wanted = types[key];
  const shown = pythonRepr(value);
  if (wanted !== undefined && pythonType(value) !== wanted.fits) {
    throw new PythonError('ValidationError', `${shown} is not of type '${wanted.name}'`);
  }
  if (key === 'compute_backend' && !backends.includes(value as string)) {
    throw new PythonError('ValidationError', `${shown} is not one of ${pythonRepr(backends)}`);
  }
  if (key === 'commands' && Array.isArray(value) && value.length === 0) {
    throw new PythonError('ValidationError', '[] is too short');
  }
}
