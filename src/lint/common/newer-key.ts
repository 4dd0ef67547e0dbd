/** Keys of the specification that released servers do not know yet. */
import { isJsonObject, type Json } from '../../base/json.ts';
import { serialExample } from '../kit/example.ts';
import { levelOn } from '../kit/generation.ts';
import type { RuleExample, Rule, Severity } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

export const newerKey: Rule<LintSubject> = {
  id: 'newer-key',
  severity: 'error',
  title: 'a key is read by servers from 0.95 on only',
  consequence:
    'Servers 0.9 silently ignore the key: no proxy is made, no Dask cluster started. Files and parameters of the workflow reach them through reana-ci, and not through reana-client 0.9.',
  fix: 'Give the hints to the steps that need them; or tell which server it will be (--generation, --online).',
  examples: {
    wrong: [
      { ...example('resources: {voms_proxy: true}'), 'server.json': '{"generation": "0.9"}' },
      example('resources: {rucio: true}'),
      example('files: [steps.json]'),
    ],
    right: [
      { ...example('resources: {voms_proxy: true}'), 'server.json': '{"generation": "0.95"}' },
      { ...example('resources: {kerberos: true}'), 'server.json': '{"generation": "0.9"}' },
    ],
  },
  check: ({ specification: { data, document }, cluster }) =>
    newKeys.flatMap(({ path, hint, ...levels }) => {
      const severity = levelOn(cluster, ['0.9'], levels);
      if (severity === undefined || valueAt(data, path) === undefined) return [];
      const message = `servers 0.9 do not read ${path.join('.')}`;
      return [{ severity, message, hint, ...document.keyPosition(path) }];
    }),
};

interface NewKey {
  readonly path: readonly string[];
  readonly hint: string;
  /** On servers 0.9, and where the server is not known. */
  readonly onThose: Severity;
  readonly unknown: Severity;
}

const clientReads = { onThose: 'warning', unknown: 'info' } as const;
const isLost = { onThose: 'error', unknown: 'warning' } as const;

const newKeys: readonly NewKey[] = [
  ...['files', 'directories'].map((key) => ({
    path: ['workflow', key],
    hint: 'reana-ci sends the files all the same; list them under inputs for reana-client 0.9.',
    ...clientReads,
  })),
  {
    path: ['workflow', 'parameters'],
    hint: 'reana-ci reads the file all the same; reana-client 0.9 takes inputs.parameters.input.',
    ...clientReads,
  },
  ...['voms_proxy', 'rucio'].map((key) => ({
    path: ['workflow', 'resources', key],
    hint: `Write ${key}: true at the steps that need it, which all servers read.`,
    ...isLost,
  })),
  {
    path: ['workflow', 'resources', 'dask'],
    hint: 'Servers 0.9 have no Dask.',
    ...isLost,
  },
];

function valueAt(data: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = data;
  for (const key of path) value = isJsonObject(value) ? value[key] : undefined;
  return value;
}

function example(line: string): RuleExample {
  const text = serialExample(['python fit.py'])['reana.yaml'] ?? '';
  return { 'reana.yaml': text.replace('type: serial\n', `type: serial\n  ${line}\n`) };
}
