/** Settings of a repository: `lint.rules` in `.reana-ci.yml` gives a rule another severity, or turns it off. */
import path from 'node:path';
import type { Finding } from '../base/error.ts';
import { ReanaCiError } from '../base/error.ts';
import { isJsonObject } from '../base/json.ts';
import { addError, mappingAt, type Check } from '../document/check.ts';
import { readText } from '../document/read-text.ts';
import { convertToJson } from '../document/yaml-json.ts';
import { readYaml } from '../document/yaml.ts';
import type { Severity } from './kit/rule.ts';

export const settingsFile = '.reana-ci.yml';

/** By id of the rule. */
export type LintSettings = ReadonlyMap<string, Severity | 'off'>;

export const noSettings: LintSettings = new Map();

const levels = ['off', 'info', 'warning', 'error'] as const;

/**
 * Reads the settings of an analysis.
 *
 * @returns also what is wrong with them
 * @throws ReanaCiError `specification` when the file is not YAML
 */
export async function readLintSettings(
  root: string,
): Promise<{ settings: LintSettings; problems: readonly Finding[] }> {
  let text: string;
  try {
    text = await readText(path.join(root, settingsFile), settingsFile);
  } catch (error) {
    if (error instanceof ReanaCiError) return { settings: noSettings, problems: [] };
    throw error;
  }
  const source = readYaml(settingsFile, text);
  const { value, findings } = convertToJson(source);
  const check: Check = { source, findings };
  const lint = isJsonObject(value) ? mappingAt(check, value.lint, ['lint']) : {};
  const given = Object.entries(mappingAt(check, lint.rules, ['lint', 'rules']));
  if (given.length === 0) return { settings: noSettings, problems: findings };
  // All rules of all languages: most analyses set none.
  const { loadRuleIds, unknownRule } = await import('./rule-list.ts');
  const ruleIds = await loadRuleIds();
  const settings = new Map<string, Severity | 'off'>();
  for (const [id, wanted] of given) {
    const place = ['lint', 'rules', id];
    // YAML 1.1 reads a plain off as false.
    const level = wanted === false ? 'off' : levels.find((known) => known === wanted);
    if (!ruleIds.has(id)) {
      findings.push(unknownRule(id, ruleIds, source.keyPosition(place)));
    } else if (level === undefined) {
      addError(check, 'wrong-type', place, `${id} has to be one of ${levels.join(', ')}`);
    } else settings.set(id, level);
  }
  return { settings, problems: findings };
}

/** The findings with the severities of the settings, without those of rules that are off. */
export function applySettings(settings: LintSettings, findings: readonly Finding[]): Finding[] {
  return findings.flatMap((finding) => {
    const level = settings.get(finding.rule);
    if (level === undefined) return [finding];
    return level === 'off' ? [] : [{ ...finding, severity: level }];
  });
}
