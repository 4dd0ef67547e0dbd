/** More files and folders than newer servers take. */
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { mostPaths, type ServerGeneration } from '../../specification/server-generation.ts';
import { serialExample } from '../kit/example.ts';
import { levelOn } from '../kit/generation.ts';
import type { Problem, Rule, RuleExample } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

export const tooManyPaths: Rule<LintSubject> = {
  id: 'too-many-paths',
  severity: 'error',
  title: 'more than 1000 files or folders are listed',
  consequence: 'Servers from 0.95 on refuse the specification.',
  fix: 'List the folders that the files lie in.',
  examples: {
    wrong: [{ ...example(1001), 'server.json': '{"generation": "0.95"}' }, example(1001)],
    right: [{ ...example(1001), 'server.json': '{"generation": "0.9"}' }, example(1000)],
  },
  check: ({ specification: { data, document }, cluster }) => {
    const { inputs, workflow } = data;
    const files = lengthOf(inputs, 'files');
    const directories = lengthOf(inputs, 'directories');
    const isEachSmall = files <= mostPaths && directories <= mostPaths;
    return [
      ...tooLong(['inputs', 'files'], files, ['0.95', 'next']),
      ...tooLong(['inputs', 'directories'], directories, ['0.95', 'next']),
      ...(isEachSmall ? tooLong(['inputs'], files + directories, ['next']) : []),
      ...(['files', 'directories'] as const).flatMap((key) =>
        tooLong(['workflow', key], lengthOf(workflow, key), ['0.95', 'next']),
      ),
    ];

    function tooLong(
      place: readonly string[],
      length: number,
      minding: readonly ServerGeneration[],
    ): Problem[] {
      const severity = levelOn(cluster, minding, { unknown: 'warning' });
      if (severity === undefined || length <= mostPaths) return [];
      const message = `${place.join('.')} lists ${length} paths; servers of ${minding.join(' and ')} take ${mostPaths}`;
      return [{ severity, message, ...document.keyPosition(place) }];
    }
  },
};

function lengthOf(section: Json | undefined, key: keyof JsonObject): number {
  const list = isJsonObject(section) ? section[key] : undefined;
  return Array.isArray(list) ? list.length : 0;
}

function example(count: number): RuleExample {
  const names = Array.from({ length: count }, (_, index) => `data/${index + 1}.root`);
  return {
    'reana.yaml': `inputs:\n  files: [${names.join(', ')}]\n${serialExample(['python fit.py'])['reana.yaml'] ?? ''}`,
  };
}
