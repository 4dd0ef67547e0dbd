/** The sections `metrics` and `pictures` of `.reana-ci.yml`: which numbers and plots of the outputs to show. */
import path from 'node:path';
import { type Finding, isReanaCiError } from '../base/error.ts';
import { isJsonObject, type Json, type JsonObject } from '../base/json.ts';
import { safeRelativePath } from '../base/safe-path.ts';
import { addError, type Check, listAt, pathLabel, textAt } from '../document/check.ts';
import { readText } from '../document/read-text.ts';
import type { NodePath } from '../document/source-document.ts';
import { convertToJson } from '../document/yaml-json.ts';
import { readYaml } from '../document/yaml.ts';

export const settingsFile = '.reana-ci.yml';

/** Where a number is found and what it means. */
export interface DeclaredMetric {
  readonly name: string;
  readonly label: string;
  readonly unit?: string;
  readonly better?: 'lower' | 'higher';
  /** Path of an output, relative to the workspace. */
  readonly file: string;
  readonly place: { readonly pointer: string } | { readonly pattern: RegExp };
}

const mostMetrics = 100;
const keys = ['name', 'label', 'unit', 'better', 'file', 'pointer', 'pattern'];

/** What is to be shown of the outputs. */
export interface MetricSettings {
  readonly metrics: readonly DeclaredMetric[];
  /** Paths and globs of outputs. */
  readonly pictures: readonly string[];
  /** What is wrong with the settings; what is right in them is there all the same. */
  readonly problems: readonly Finding[];
}

/**
 * Reads the settings of an analysis.
 *
 * @param root folder of the analysis
 */
export async function readMetricSettings(root: string): Promise<MetricSettings> {
  return metricSettingsOf(await readSettingsText(root));
}

/** The text of the settings; empty where there are none that can be read. */
export async function readSettingsText(root: string): Promise<string> {
  try {
    return await readText(path.join(root, settingsFile), settingsFile);
  } catch (error) {
    if (isReanaCiError(error)) return '';
    throw error;
  }
}

/** What the settings say; of a text that is not YAML only what is wrong with it. */
export function metricSettingsOf(text: string): MetricSettings {
  try {
    return parseMetricSettings(text);
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    return { metrics: [], pictures: [], problems: error.findings };
  }
}

/** @throws ReanaCiError `specification` when `text` is not YAML */
export function parseMetricSettings(text: string): MetricSettings {
  const source = readYaml(settingsFile, text);
  const { value, findings } = convertToJson(source);
  const check: Check = { source, findings: [] };
  const settings = isJsonObject(value) ? value : {};
  const given = listAt(check, settings.metrics, ['metrics']);
  const names = new Set<string>();
  const metrics = given.slice(0, mostMetrics).flatMap((item, index) => {
    const place = ['metrics', index];
    const metric = readMetric(check, item, place);
    if (metric === undefined) return [];
    if (names.has(metric.name)) {
      addError(check, 'duplicate-metric', place, `the metric ${metric.name} is there twice`);
      return [];
    }
    names.add(metric.name);
    return [metric];
  });
  if (given.length > mostMetrics) {
    addError(check, 'too-many-metrics', ['metrics'], `only ${mostMetrics} metrics are read`);
  }
  const pictures = listAt(check, settings.pictures, ['pictures']).flatMap(
    (item, index) => textAt(check, item, ['pictures', index]) ?? [],
  );
  // They spoil what is shown of a run, not the run.
  const mistakes = check.findings.map((mistake) => ({ ...mistake, severity: 'warning' as const }));
  return { metrics, pictures, problems: [...findings, ...mistakes] };
}

function readMetric(check: Check, item: Json, place: NodePath): DeclaredMetric | undefined {
  if (!isJsonObject(item)) {
    addError(check, 'wrong-type', place, `${pathLabel(place)} has to be a mapping`);
    return undefined;
  }
  for (const key of Object.keys(item).filter((name) => !keys.includes(name))) {
    addError(
      check,
      'unknown-key',
      [...place, key],
      `a metric has no key ${key}`,
      `It may have ${keys.join(', ')}.`,
    );
  }
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
  addError(check, 'wrong-pointer', [...place, 'pointer'], `${pointer} is no JSON pointer`, hint);
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
    addError(check, 'wrong-pattern', place, reason, 'The first group is the number.');
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
