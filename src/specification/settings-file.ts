/** `.reana-ci.yml`: what an analysis says about its results and about lint. */
import { type Finding, isReanaCiError } from '../base/error.ts';
import { isJsonObject, type Json } from '../base/json.ts';
import { globProblem, shownGlob } from '../base/glob.ts';
import {
  addError,
  type Check,
  listAt,
  mappingAt,
  noteUnknownKeys,
  pathLabel,
  textAt,
} from '../document/check.ts';
import { readText } from '../document/read-text.ts';
import type { NodePath, Position } from '../document/source-document.ts';
import { convertToJson } from '../document/yaml-json.ts';
import { readYaml } from '../document/yaml.ts';
import { type DeclaredMetric, readMetricList } from './metric-settings.ts';
import { settingsSchema } from './settings-schema.ts';

export const settingsFile = '.reana-ci.yml';

/** A level that `lint.rules` gives; whether there is such a rule, lint knows. */
export interface RuleSetting {
  readonly id: string;
  readonly level: Json;
  readonly idPosition: Position;
  readonly levelPosition: Position;
}

export interface AnalysisSettings {
  readonly metrics: readonly DeclaredMetric[];
  /** Paths and globs of outputs. */
  readonly pictures: readonly string[];
  readonly lintRules: readonly RuleSetting[];
  /** What is wrong with the settings, as warnings; the rest of them counts all the same. */
  readonly problems: readonly Finding[];
}

/**
 * Reads the settings of an analysis; none where there is no such file.
 *
 * @param root folder of the analysis
 */
export async function readSettings(root: string): Promise<AnalysisSettings> {
  return parseSettings(await readSettingsText(root));
}

/** The text of the settings; empty where there are none that can be read. */
export async function readSettingsText(root: string): Promise<string> {
  try {
    return await readText(root, settingsFile);
  } catch (error) {
    if (isReanaCiError(error)) return '';
    throw error;
  }
}

/** Parses the settings; a text that is not YAML has problems only. */
export function parseSettings(text: string): AnalysisSettings {
  try {
    return parseYaml(text);
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    return { metrics: [], pictures: [], lintRules: [], problems: error.findings };
  }
}

function parseYaml(text: string): AnalysisSettings {
  const source = readYaml(settingsFile, text);
  const { value, findings } = convertToJson(source);
  const check: Check = { source, findings: [] };
  const settings = isEmpty(value) ? {} : mappingAt(check, value, []);
  noteUnknownKeys(check, settings, [], Object.keys(settingsSchema.properties));
  const lint = mappingAt(check, settings.lint, ['lint']);
  noteUnknownKeys(check, lint, ['lint'], Object.keys(settingsSchema.properties.lint.properties));
  const rules = mappingAt(check, lint.rules, ['lint', 'rules']);
  const metrics = readMetricList(check, settings.metrics);
  const pictures = listAt(check, settings.pictures, ['pictures']).flatMap((item, index) =>
    readGlob(check, item, ['pictures', index]),
  );
  return {
    metrics,
    pictures,
    lintRules: Object.entries(rules).map(([id, level]) => ({
      id,
      level,
      idPosition: source.keyPosition(['lint', 'rules', id]),
      levelPosition: source.position(['lint', 'rules', id]),
    })),
    // They spoil what is shown of a run, not the run.
    problems: [...findings, ...check.findings.map(asWarning)],
  };
}

/** What cannot be used is noted and left out. */
function readGlob(check: Check, item: Json, place: NodePath): string[] {
  const glob = textAt(check, item, place);
  if (glob === undefined) return [];
  const problem = globProblem(glob);
  if (problem === undefined) return [glob];
  const message = `${pathLabel(place)}: ${shownGlob(glob)} ${problem}`;
  addError(
    check,
    'wrong-pattern',
    place,
    message,
    'Write the path of an output, or a glob: plots/*.png',
  );
  return [];
}

/** Of a file with nothing but comments. */
function isEmpty(value: Json): boolean {
  return value === null || (isJsonObject(value) && Object.keys(value).length === 0);
}

function asWarning(mistake: Finding): Finding {
  return { ...mistake, severity: 'warning' };
}
