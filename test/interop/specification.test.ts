/** Our reading of a specification, compared with that of Python's side of REANA. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseJson } from '../../src/base/json.ts';
import { createShell } from '../../src/base/shell.ts';
import { readIgnoreRules } from '../../src/specification/ignore-rules.ts';
import { loadSpecification } from '../../src/specification/load.ts';
import { parseSpecification } from '../../src/specification/parse.ts';
import { createPayload } from '../../src/languages/payload.ts';
import { renderTemplate } from '../../src/specification/template.ts';
import { readYaml, toJson } from '../../src/document/yaml.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { requirePeer } from './peers.ts';
import { reference, references } from './references.ts';

let programs = '';

beforeAll(async () => {
  programs = await requirePeer('reana-client-0.9');
});

/** Runs a script that gets the path of a JSON file and prints JSON. */
async function python(script: string, input: unknown, cwd?: string): Promise<string[]> {
  return pythonOf(programs, script, input, cwd);
}

async function pythonOf(
  programs: string,
  script: string,
  input: unknown,
  cwd?: string,
): Promise<string[]> {
  const folder = await temporaryFolder({ 'input.json': JSON.stringify(input) });
  const shell = createShell({
    ...(cwd === undefined ? {} : { cwd }),
    env: { PATH: `${programs}:/usr/bin:/bin`, PYTHONWARNINGS: 'ignore', HOME: folder },
  });
  const file = path.join(folder, 'input.json');
  const result = await shell`${path.join(programs, 'python')} -c ${script} ${file}`;
  expect(result.stderr).toBe('');
  return JSON.parse(result.stdout) as string[];
}

/** Each text as `json.dumps(yaml.safe_load(…))`, or `error`. */
const loadAll = `
import json, sys, yaml
def load(text):
    try:
        return json.dumps(yaml.safe_load(text), allow_nan=False, separators=(',', ':'))
    except Exception:
        return 'error'
print(json.dumps([load(text) for text in json.load(open(sys.argv[1]))]))
`;

function ours(text: string): string {
  try {
    return JSON.stringify(toJson(readYaml('f', text)));
  } catch {
    return 'error';
  }
}

/** What a JSON text says; integers and floats stay apart. */
function meaning(json: string): unknown {
  return json === 'error' ? json : parseJson(json);
}

const scalars =
  'yes no Yes YES yES on off On OFF true TRUE tRue y n ~ null Null NULL nULL 010 0o10 08 09 0x1F 0x_ 0b101 0b_ ' +
  '1_000 1_ 0_ 0_7 -010 +5 -5 + . .. 1. .5 -.5 +.5 1.0 30.0 1e3 1e-7 1.0e-7 1.0e7 1.0e+7 1.e+3 1.0E+20 1e20 ' +
  '1.5e-10 .inf -.inf .nan .NaN 12:30 12:30:45 1:99 -1:30 0:30 12:30.5 2026-01-01 2026-1-1 2026-01-01T10:00:00Z ' +
  '= == << 12345678901234567890 -12345678901234567890 1.0e+300 1.0e+400 0.1 1e+16 -0.0 -0 0 +0 00 0.0 1__0 _1 ' +
  '1_0.5_0 0x1f_f 685.230_15e+03 190:20:30 190:20:30.15 5a a5 v1.0 3.11 1.10 a:b a#b';

const documents = [
  'a: &x {p: 1}\nb: {<<: *x, q: 2}',
  'a: {x: 1, <<: {x: 2, y: 3}}',
  '{<<: [{a: 1}, {a: 2, b: 3}], <<: {a: 5}}',
  '<<: 3',
  "'<<': 3",
  'a: |\n  x\n  y\n\nb: >-\n  x\n  y\n\n  z\n',
  'a: "\\x41\\u00e9\\n"',
  'a: x\n  y\n z',
  '[a:b, c:d]',
  'a: {b}',
  'a: 1\na: 2',
  '? a\n: b',
  '? [q]\n: 1',
  'a: &b [*b]',
  'a: *no',
  'a: &x 1\nb: &x 2',
  'a: !x 1',
  'a: !!set {a, b}',
  "a: !!int '5'",
  'a: ! 5',
  '--- 1\n--- 2\n',
  '%YAML 1.1\n---\na: 1',
  'a:\n\tb: 1',
  'a: b: c',
  "a: 'x",
  'a: [1',
  'a: @x',
  '__proto__: 1',
  '2: a\nyes: b\n~: c\n1.5: d',
  '*x: 1',
  '&k key: *k',
  'a: \u0007',
  '',
];

describe('PyYAML', () => {
  it('reads the same in every scalar and document, or refuses it as we do', async () => {
    const words = scalars.split(' ');
    const texts = [
      ...words.map((word) => `a: ${word}`),
      ...words.map((word) => `[${word}]`),
      ...words.map((word) => `${word}: 1`),
      ...documents,
    ];
    const theirs = await python(loadAll, texts);
    const differences = texts.filter((text, index) => {
      const [left, right] = [meaning(ours(text)), meaning(theirs[index] ?? '')];
      return JSON.stringify(left) !== JSON.stringify(right);
    });
    expect(differences).toEqual([]);
  });

  it('tells floats from integers where we do', async () => {
    const texts = ['30.0', '30', '1.', '1.0e+3', '1_0.0', '1:30', '1:30.0', '-0.0'];
    const theirs = await python(loadAll, texts);
    expect(texts.map(ours)).toEqual(theirs);
  });

  it('reads in a filled-in template the values that were put in', async () => {
    const values = [
      ...[
        'a: b',
        'a #b',
        '- a',
        '{a',
        '*a',
        '@a',
        "it's",
        'a"b',
        '\\n',
        'x\ny',
        ' a ',
        '',
        '5',
        'yes',
      ],
      ...['=', '---', 'a:', 'a,b', '\u0085\u2028\uFEFF', 'é😀', 'mc23:a.b,mc23:c.d', 'a?b!c%d|e'],
    ];
    const rendered = values.map((value) => {
      const template =
        'inputs:\n  parameters:\n    a: VAR_X\n    b: before VAR_X after\n    c: [VAR_X, {k: VAR_X}]\n' +
        "    d: 'VAR_X'\n    e: |\n      a\n      VAR_X\n    f: >-\n      VAR_X\n      b\n" +
        'workflow: {type: yadage, file: flow.yml}\n';
      const specification = parseSpecification('/a', 'reana.yaml', template);
      return renderTemplate(specification, { datasets: [], variables: { X: value } });
    });
    const theirs = await python(
      loadAll,
      rendered.map((specification) => specification.document.text),
    );
    expect(theirs.map(meaning)).toEqual(
      values.map((value) => ({
        inputs: {
          parameters: {
            a: value,
            b: `before ${value} after`,
            c: [value, { k: value }],
            d: value,
            e: `a\n${value}\n`,
            f: `${value} b`,
          },
        },
        workflow: { type: 'yadage', file: 'flow.yml' },
      })),
    );
  });
});

it('leaves out the files that the newest reana-client leaves out', async () => {
  const files = [
    ...[
      'a.txt',
      'a.root',
      'A.TXT',
      '.hidden',
      'data/a.root',
      'data/a.txt',
      'data/tmp/x',
      'data/tmp/keep',
    ],
    ...[
      'data/deep/er/a.root',
      'data/[x]',
      'data/#note',
      'data/!odd',
      'data/a b',
      'build/x',
      'src/build/y',
    ],
  ];
  const lists = [
    ...[
      '*.root',
      '/a.txt',
      'data/',
      'data',
      'tmp/',
      '**/tmp',
      'data/**',
      'data/*',
      '*',
      '!*',
      'build',
      '/build/',
    ],
    ...[
      '*.root\n!data/a.root',
      'data/\n!data/a.txt',
      'data/*\n!data/tmp',
      '\\#note',
      '\\!odd',
      '# comment',
    ],
    ...[
      'a?txt',
      '[ab].txt',
      '[!a].txt',
      'data/**/a.root',
      '*.TXT',
      'a b',
      'data/a b',
      '.*',
      '!.hidden\n.*',
    ],
  ];
  const script = `
import json, pathspec, sys
given = json.load(open(sys.argv[1]))
def left(lines):
    spec = pathspec.PathSpec.from_lines('gitwildmatch', lines.split('\\n'))
    return [file for file in given['files'] if not spec.match_file(file)]
print(json.dumps([left(lines) for lines in given['lists']]))
`;
  const theirs = await pythonOf(await requirePeer('reana-client-next'), script, { files, lists });
  const left = await Promise.all(
    lists.map(async (lines) => {
      const rules = await readIgnoreRules(await temporaryFolder({ '.gitignore': lines }));
      return files.filter((file) => !rules.ignoresFile(file));
    }),
  );
  const byList = (results: unknown[]) =>
    Object.fromEntries(lists.map((list, i) => [list, results[i]]));
  expect(byList(left)).toEqual(byList(theirs));
});

describe.skipIf(references === undefined)('reana-client', () => {
  const load = `
import json, sys
from reana_commons.specification import load_reana_spec
def load(file):
    return json.dumps(load_reana_spec(file), sort_keys=True, separators=(',', ':'))
print(json.dumps([load(file) for file in json.load(open(sys.argv[1]))]))
`;

  async function compare(folder: string, files: readonly string[]): Promise<void> {
    const root = reference('specs', folder);
    const theirs = await python(load, files, root);
    const temporaryDirectory = await temporaryFolder({});
    const shell = createShell({
      env: { PATH: `${programs}:/usr/bin:/bin`, HOME: temporaryDirectory },
    });
    for (const [index, file] of files.entries()) {
      const specification = await loadSpecification(root, file);
      const payload = await createPayload(specification, { shell, temporaryDirectory });
      expect(payload).toEqual(meaning(theirs[index] ?? ''));
    }
  }

  const corpus = references === undefined ? '' : reference('specs');
  const serial = globSync('*/reana*.yaml', { cwd: corpus }).filter((file) =>
    readFileSync(path.join(corpus, file), 'utf8').includes('type: serial'),
  );

  it.each([...new Set(serial.map((file) => path.dirname(file)))].sort())(
    'would send the same for the serial workflows of %s',
    async (folder) => {
      const files = serial.filter((file) => path.dirname(file) === folder);
      await compare(
        folder,
        files.map((file) => path.basename(file)),
      );
    },
  );

  it('would send the same for a CWL workflow', async () => {
    await compare('reanahub__reana-demo-root6-roofit', ['reana-cwl.yaml']);
  });
});

describe('the rules of a Snakemake workflow', () => {
  /** What `reana-client` gets from Snakemake itself, which speaks while it loads. */
  const load = `
import json, os, sys
from reana_commons.snakemake import snakemake_load
given = json.load(open(sys.argv[1]))
out = os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
os.dup2(1, 2)
loaded = snakemake_load('Snakefile', workdir=given['root'], input=os.path.join(given['root'], 'config.yaml'))
os.write(out, json.dumps(loaded, default=str).encode())
`;

  interface Loaded {
    readonly job_dependencies: Readonly<Record<string, readonly string[]>>;
    readonly steps: readonly Readonly<Record<string, unknown>>[];
  }

  it('are told to the server as reana-client tells them, as far as it reads them', async () => {
    const example = path.resolve(import.meta.dirname, '../../docs/pictures/snakemake');
    const inputs = [
      'code/skim.py',
      'code/binning.json',
      'data/signal.root',
      'data/background.root',
    ];
    const own = ['Snakefile', 'config.yaml', 'reana.yaml'];
    const root = await temporaryFolder({
      ...Object.fromEntries(inputs.map((name) => [name, ''])),
      ...Object.fromEntries(
        own.map((name) => [name, readFileSync(path.join(example, name), 'utf8')]),
      ),
    });
    const theirs = (await python(load, { root }, root)) as unknown as Loaded;
    const specification = await loadSpecification(root, 'reana.yaml');
    const payload = await createPayload(specification, {
      shell: createShell({ env: {} }),
      temporaryDirectory: root,
    });
    const { workflow } = payload as unknown as { workflow: { specification: Loaded } };
    const ours = workflow.specification;
    expect(ours.job_dependencies).toEqual(
      Object.fromEntries(
        Object.entries(theirs.job_dependencies).map(([rule, needed]) => [rule, unique(needed)]),
      ),
    );
    expect(theirs.steps.length).toBe(4);
    expect(byName(ours.steps)).toEqual(
      byName(theirs.steps).map((step) =>
        Object.fromEntries(Object.keys(ours.steps[0] ?? {}).map((key) => [key, step[key]])),
      ),
    );
  });

  function byName(steps: Loaded['steps']): Loaded['steps'] {
    return steps.toSorted((a, b) => (String(a.name) < String(b.name) ? -1 : 1));
  }

  function unique(names: readonly string[]): string[] {
    return Array.from(new Set(names));
  }
});
