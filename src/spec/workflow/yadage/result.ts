/** What a step will publish, as far as its publisher tells before the run. */
import { isJsonObject, type Json } from '../../../base/json.ts';
import type { Publisher } from '../../yadage/workflow.ts';
import type { Parameters } from './scatter.ts';
import { fromJson, publishedAs, unknown, type Value } from './value.ts';

/** The result of a step of `stage`; each of its outputs names that stage as where it comes from. */
export function resultOf(
  stage: string,
  publisher: Publisher | undefined,
  parameters: Parameters,
): Value {
  const outputs = outputsOf(publisher, parameters);
  const whole = [{ stage, output: '' }];
  if (outputs === undefined) return unknown(whole);
  const entries = Object.entries(outputs).map(
    ([output, value]) => [output, publishedAs(value, { stage, output })] as const,
  );
  return { kind: 'dict', entries: new Map(entries), origins: [] };
}

/**
 * Whether what the step publishes is known to the engine before the step has run: those that wait for it
 * are then let through at once.
 */
export function isPrepublished(publisher: Publisher | undefined): boolean {
  switch (publisher?.publisher_type) {
    case 'constant-pub':
    case 'frompar-pub':
      return true;
    case 'interpolated-pub':
    case 'fromparjq-pub':
      return publisher.glob !== true;
    case 'fromglob-pub':
    case 'fromyaml-pub':
    case 'manual-instructions-pub':
    case undefined:
      return false;
  }
}

function outputsOf(
  publisher: Publisher | undefined,
  parameters: Parameters,
): Record<string, Value> | undefined {
  switch (publisher?.publisher_type) {
    case 'constant-pub':
      return entriesOf(publisher.publish, fromJson);
    case 'frompar-pub':
      return entriesOf(publisher.outputmap, (leaf) => parameterAt(leaf, parameters));
    case 'interpolated-pub':
      return entriesOf(publisher.publish, (leaf) =>
        publisher.glob === true ? unknown([]) : fromJson(leaf),
      );
    case 'fromglob-pub':
      return { [publisher.outputkey ?? '']: unknown([]) };
    case 'fromparjq-pub':
    case 'fromyaml-pub':
    case 'manual-instructions-pub':
    case undefined:
      return undefined;
  }
}

function entriesOf(
  published: Json | undefined,
  read: (value: Json) => Value,
): Record<string, Value> | undefined {
  if (!isJsonObject(published)) return undefined;
  return Object.fromEntries(Object.entries(published).map(([key, value]) => [key, read(value)]));
}

function parameterAt(leaf: Json, parameters: Parameters): Value {
  return (typeof leaf === 'string' ? parameters.get(leaf) : undefined) ?? unknown([]);
}
