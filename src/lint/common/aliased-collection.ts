/** A mapping or list that an alias repeats. */
import { isJsonObject, type Json } from '../../base/json.ts';
import type { NodePath } from '../../document/source-document.ts';
import { parameterFile } from '../../specification/workflow-source.ts';
import { levelOn } from '../kit/generation.ts';
import type { Problem, Rule } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

const steps = (second: string, resources = '') => ({
  'reana.yaml': `workflow:
  type: serial
  specification:
    steps:
      - environment: &image docker.io/library/python:3.12-slim
        commands: &commands [python fit.py]
      - environment: *image
        commands: ${second}${resources}
`,
});

export const aliasedCollection: Rule<LintSubject> = {
  id: 'aliased-collection',
  severity: 'error',
  refusedBy: 'bundle',
  title: 'a YAML alias repeats a mapping or a list',
  consequence:
    'The next generation of servers refuses the specification: “values that cannot be represented as JSON”. Servers of today take it.',
  fix: 'Write the mapping or list again; aliases of text and numbers are fine.',
  examples: {
    wrong: [{ ...steps('*commands'), 'server.json': '{"generation": "next"}' }, steps('*commands')],
    right: [
      { ...steps('*commands'), 'server.json': '{"generation": "0.95"}' },
      { ...steps('[python plot.py]'), 'server.json': '{"generation": "next"}' },
    ],
  },
  async check({ specification, reader, cluster }) {
    const severity = levelOn(cluster, ['next']);
    if (severity === undefined) return [];
    const file = parameterFile(specification);
    const parameters = file === undefined ? undefined : await reader.document(file.path);
    const { data, document } = specification;
    return [
      ...aliasesIn(data).map((path) => document.position(path)),
      ...(parameters === undefined
        ? []
        : aliasesIn(parameters.data).map((path) => parameters.source.position(path))),
    ].map((position): Problem => ({
      severity,
      message: 'an alias repeats a mapping or a list here, which the next servers refuse',
      ...position,
    }));
  },
};

/** Where values stand that stand somewhere before, too: converted YAML has one value for an anchor. */
function aliasesIn(data: Json): NodePath[] {
  const seen = new Set<Json>();
  const found: NodePath[] = [];
  visit(data, []);
  return found;

  function visit(value: Json, path: NodePath): void {
    if (!Array.isArray(value) && !isJsonObject(value)) return;
    if (seen.has(value)) {
      found.push(path);
      return;
    }
    seen.add(value);
    const entries: Iterable<[string | number, Json]> = Array.isArray(value)
      ? (value as readonly Json[]).entries()
      : Object.entries(value);
    for (const [key, item] of entries) visit(item, [...path, key]);
  }
}
