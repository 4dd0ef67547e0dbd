/** A metric of `.reana-ci.yml`: where in the outputs a number is found, and what it means. */
import { isJsonObject, type Json, type JsonObject } from '../base/json.ts';
import { safeRelativePath } from '../base/safe-path.ts';
import {
  addError,
  type Check,
  listAt,
  noteUnknownKeys,
  pathLabel,
  textAt,
} from '../document/check.ts';
import type { NodePath } from '../document/source-document.ts';
import { metricSchema, settingsSchema } from './settings-schema.ts';

export interface DeclaredMetric {
  readonly name: string;
  readonly label: string;
  readonly unit?: string;
  readonly better?: 'lower' | 'higher';
  /** Path of an output, relative to the workspace. */
  readonly file: string;
  readonly place: { readonly pointer: string } | { readonly pattern: RegExp };
}

/** A list of metrics; what is wrong with one is noted and leaves it out. */
export function readMetricList(check: Check, value: Json | undefined): DeclaredMetric[] {
  const { maxItems } = settingsSchema.properties.metrics;
  const given = listAt(check, value, ['metrics']);
  const names = new Set<string>();
  if (given.length > maxItems) {
    addError(check, 'too-many-metrics', ['metrics'], `only ${maxItems} metrics are read`);
  }
  return given.slice(0, maxItems).flatMap((item, index) => {
    const place = ['metrics', index];
    const metric = readMetric(check, item, place);
    if (metric === undefined) return [];
    if (names.has(metric.name)) {
      addError(check, 'duplicate-metric', place, `two metrics are called ${metric.name}`);
      return [];
    }
    names.add(metric.name);
    return [metric];
  });
}

function readMetric(check: Check, item: Json, place: NodePath): DeclaredMetric | undefined {
  if (!isJsonObject(item)) {
    addError(check, 'wrong-type', place, `${pathLabel(place)} is not a mapping`);
    return undefined;
  }
  noteUnknownKeys(check, item, place, Object.keys(metricSchema.properties));
  const text = (key: string) => textAt(check, item[key], [...place, key]);
  const label = text('label') ?? text('name');
  const file = readFilePath(check, text('file'), place);
  const where = readPlace(check, item, place);
  const better = readBetter(check, text('better'), place);
  const unit = text('unit');
  if (label === undefined) {
    addError(check, 'missing-key', place, `${pathLabel(place)} has neither label nor name`);
  }
  if (label === undefined || file === undefined || where === undefined) return undefined;
  return {
    name: metricName(text('name') ?? label),
    label,
    ...(unit === undefined ? {} : { unit }),
    ...(better === undefined ? {} : { better }),
    file,
    place: where,
  };
}

function readFilePath(
  check: Check,
  given: string | undefined,
  place: NodePath,
): string | undefined {
  const file = given === undefined ? undefined : safeRelativePath(given);
  if (file === undefined) {
    addError(
      check,
      'wrong-path',
      [...place, 'file'],
      `${pathLabel(place)} needs a file: the path of an output`,
    );
  }
  return file;
}

function readPlace(
  check: Check,
  item: JsonObject,
  place: NodePath,
): DeclaredMetric['place'] | undefined {
  const pointer = textAt(check, item.pointer, [...place, 'pointer']);
  const pattern = textAt(check, item.pattern, [...place, 'pattern']);
  if ((pointer === undefined) === (pattern === undefined)) {
    const label = pathLabel(place);
    addError(check, 'missing-key', place, `${label} needs either a pointer or a pattern`);
    return undefined;
  }
  if (pattern !== undefined) return readPattern(check, pattern, [...place, 'pattern']);
  if (pointer === undefined || pointer === '' || pointer.startsWith('/')) {
    return { pointer: pointer ?? '' };
  }
  const hint = `A JSON pointer begins with a slash: /${pointer}`;
  addError(check, 'wrong-pointer', [...place, 'pointer'], `${pointer} is not a JSON pointer`, hint);
  return undefined;
}

function readPattern(
  check: Check,
  pattern: string,
  place: NodePath,
): DeclaredMetric['place'] | undefined {
  try {
    return { pattern: new RegExp(pattern, 'mu') };
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    addError(
      check,
      'wrong-pattern',
      place,
      reason,
      'Write a regular expression whose first group is the number.',
    );
    return undefined;
  }
}

function readBetter(
  check: Check,
  given: string | undefined,
  place: NodePath,
): 'lower' | 'higher' | undefined {
  if (given === undefined || given === 'lower' || given === 'higher') return given;
  const message = `better is "${given}", not lower or higher`;
  addError(check, 'wrong-value', [...place, 'better'], message);
  return undefined;
}

/** `[a-zA-Z_]` and what may follow it: a name that every system of metrics takes. */
export function metricName(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 80);
  return /^[a-z]/.test(plain) ? plain : `m_${plain}`;
}
