/** `{x}` without quotes, which YAML takes for a mapping. */
import { isJsonObject, type Json } from '../../../base/json.ts';
import type { NodePath } from '../../../document/source-document.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import type { YadageSubject } from '../lint-subject.ts';
import { uniqueTasks } from '../task.ts';
import { yadageExample } from './example.ts';

export const yadagePublishedNull: Rule<YadageSubject> = {
  id: 'yadage-published-null',
  severity: 'warning',
  title: 'a publisher holds {name} without quotes',
  consequence:
    'YAML takes {name} for a mapping without a value, and that is what the stage publishes instead of the parameter.',
  fix: "Put it in quotes: '{name}'.",
  examples: {
    wrong: [
      yadageExample({
        publisher: '{publisher_type: interpolated-pub, publish: {limit: {output}}}',
      }),
    ],
    right: [
      yadageExample({
        publisher: "{publisher_type: interpolated-pub, publish: {limit: '{output}'}}",
      }),
    ],
  },
  check: ({ workflow }) =>
    uniqueTasks(workflow).flatMap(({ stage, step, path }) =>
      emptyMappings(step.publisher.publish ?? null, [...path, 'publisher', 'publish']).map(
        ([name, place]) => ({
          message: `stage ${stage.name} publishes a mapping without a value, not the parameter ${name}`,
          hint: `Write '{${name}}', with quotes.`,
          ...workflow.position(place),
        }),
      ),
    ),
};

/** Mappings of one name to nothing. */
function emptyMappings(value: Json, path: NodePath): [string, NodePath][] {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item, index) =>
      emptyMappings(item, [...path, index]),
    );
  }
  if (!isJsonObject(value)) return [];
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[1] === null) return [[first[0], path]];
  return entries.flatMap(([key, item]) => emptyMappings(item, [...path, key]));
}
