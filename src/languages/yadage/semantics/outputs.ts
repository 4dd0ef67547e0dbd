/** Outputs of steps that are known without looking at files. */
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import { pythonFormat } from '../../python/format.ts';
import { pythonRepr, pythonType } from '../../python/value.ts';
import type { Publisher } from '../read/workflow.ts';
import type { StepState } from './state.ts';
import { mapJqLeaves } from './value.ts';

/**
 * Whether the engine knows what a step publishes before it has run: those that wait for it are then let through
 * at once.
 *
 * @throws PythonError KeyError where `glob` is missing
 */
export function isForetold(publisher: Publisher, state: StepState): boolean {
  switch (publisher.publisher_type) {
    case 'constant-pub':
    case 'frompar-pub':
      return true;
    case 'interpolated-pub':
    case 'fromparjq-pub': {
      if (publisher.glob === undefined) throw new PythonError('KeyError', pythonRepr('glob'));
      return !publisher.glob || state.readwrite.length === 0;
    }
    case 'fromglob-pub':
    case 'fromyaml-pub':
    case 'manual-instructions-pub':
      return false;
  }
}

/**
 * What `frompar-pub` publishes: the parameters that its map names.
 *
 * @throws PythonError KeyError for one that is not there
 */
export function publishParameters(publisher: Publisher, parameters: Json): Json {
  return mapJqLeaves(publisher.outputmap ?? {}, (leaf) =>
    parameterOf(parameters, leaf as Json),
  ) as Json;
}

function parameterOf(parameters: Json, key: Json): Json {
  if (Array.isArray(parameters)) {
    if (typeof key !== 'number') {
      const text = `list indices must be integers or slices, not ${pythonType(key)}`;
      throw new PythonError('TypeError', text);
    }
    const item = (parameters as readonly Json[])[key];
    if (item === undefined) throw new PythonError('IndexError', 'list index out of range');
    return item;
  }
  if (!isJsonObject(parameters)) {
    throw new PythonError('TypeError', `'${pythonType(parameters)}' object is not subscriptable`);
  }
  const value = typeof key === 'string' ? own(parameters, key) : undefined;
  if (value === undefined) throw new PythonError('KeyError', pythonRepr(key));
  return value;
}

function own(values: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

/**
 * A text of `interpolated-pub` with the parameters and `{workdir}` put in.
 *
 * @throws PythonError as `str.format` does
 */
export function interpolateOutput(template: string, workdir: string, parameters: Json): string {
  if (Array.isArray(parameters)) {
    return pythonFormat(template, { positional: parameters as Json[], named: { workdir } });
  }
  if (!isJsonObject(parameters)) {
    return pythonFormat(template, { named: { workdir, value: parameters } });
  }
  if (Object.hasOwn(parameters, 'workdir')) {
    throw new PythonError(
      'TypeError',
      "str.format() got multiple values for keyword argument 'workdir'",
    );
  }
  return pythonFormat(template, { named: { ...parameters, workdir } });
}

/** A published text as a path: a relative one lies in `folder` where the publisher says so. */
export function outputPath(text: string, folder: string, isRelative: boolean): string {
  return isRelative && !text.startsWith('/') ? `${folder.replace(/\/$/, '')}/${text}` : text;
}
