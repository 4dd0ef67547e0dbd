/** Every rule is shown by its own examples. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintAnalysis } from '../../src/lint/lint.ts';
import type { RuleDescription, RuleExample } from '../../src/lint/kit/rule.ts';
import { describeRules, loadRuleGroups } from '../../src/lint/rule-list.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const rules = (await loadRuleGroups()).flatMap((group) => group.rules);

async function rulesFoundIn(example: RuleExample): Promise<string[]> {
  const root = await temporaryFolder(example);
  const server = path.join(root, 'server.json');
  const cluster = existsSync(server)
    ? { cluster: JSON.parse(readFileSync(server, 'utf8')) as object }
    : {};
  const findings = await lintAnalysis(root, 'reana.yaml', cluster);
  return findings.map(({ rule }) => rule);
}

function cases(kind: 'wrong' | 'right'): [string, RuleDescription, RuleExample][] {
  return rules.flatMap((rule) =>
    rule.examples[kind].map((example, index): [string, RuleDescription, RuleExample] => [
      `${rule.id} ${index + 1}`,
      rule,
      example,
    ]),
  );
}

describe('a rule', () => {
  it('has an id of its own in kebab case', () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  });

  it('is found by its id without loading the rules of other languages', async () => {
    const describeRule = await describeRules(rules.map(({ id }) => id));
    expect(rules.filter((rule) => describeRule(rule.id) !== rule)).toEqual([]);
    const alone = await Promise.all(
      rules.map(async (rule) => (await describeRules([rule.id]))(rule.id) === rule),
    );
    expect(alone).not.toContain(false);
    expect((await describeRules(['cwl-run']))('yadage-cycle')).toBeUndefined();
  });

  it.each(cases('wrong'))('speaks on the wrong example %s', async (_name, rule, example) => {
    expect(await rulesFoundIn(example)).toContain(rule.id);
  });

  it.each(cases('right'))('is silent on the right example %s', async (_name, rule, example) => {
    expect(await rulesFoundIn(example)).not.toContain(rule.id);
  });
});
