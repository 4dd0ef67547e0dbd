/** Lint is held to the validators of the workflow languages: what they refuse, it does not let pass. */
import { cpSync, globSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createShell } from '../../src/base/shell.ts';
import { lintAnalysis } from '../../src/lint/lint.ts';
import { mutate, seededRandom } from '../lint/mutations.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { requirePeer } from './peers.ts';
import { reference, references } from './references.ts';

/** The loader of yadage with its schema, as `yadage-validate` calls it. */
const validateYadage = `
import json, logging, sys, warnings
warnings.simplefilter('ignore')
logging.disable(logging.CRITICAL)
import yadageschemas
valid = {'schemadir': yadageschemas.schemadir, 'schema_name': 'yadage/workflow-schema'}
answers = []
for case in json.load(open(sys.argv[1])):
    try:
        options = {'toplevel': case['root'], 'load_as_ref': False, **valid}
        data = yadageschemas.load(case['workflow'], options, validate=True, validopts=valid)
        json.dumps(data, cls=yadageschemas.utils.WithJsonRefEncoder)
        answers.append('')
    except BaseException as error:
        answers.append(f'{type(error).__name__}: {error}'[:200])
json.dump(answers, open(sys.argv[2], 'w'))
`;

/** `cwltool --validate`. */
const validateCwl = `
import io, json, logging, os, sys, warnings
warnings.simplefilter('ignore')
from cwltool.main import main
answers = []
for case in json.load(open(sys.argv[1])):
    os.chdir(case['root'])
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    try:
        code = main(['--validate', '--quiet', case['workflow']], stdout=io.StringIO(), stderr=said, logger_handler=handler)
    except BaseException as error:
        code = f'{type(error).__name__}: {error}'
    answers.append('' if code == 0 else f'{code}: {said.getvalue()}'[-300:])
json.dump(answers, open(sys.argv[2], 'w'))
`;

interface Case {
  readonly root: string;
  readonly file: string;
  readonly workflow: string;
  /** Whether it is as its author wrote it. */
  readonly original: boolean;
}

interface Comparison {
  readonly lenient: string[];
  readonly strict: string[];
  readonly both: number;
}

describe.skipIf(references === undefined)('lint lets nothing pass', () => {
  it('that yadage-schemas refuses, in the corpus and 250 slips', async () => {
    const { lenient, strict, both } = await compare('yadage', 250, validateYadage);
    expect(lenient).toEqual([]);
    expect(strict).toEqual([]);
    expect(both).toBeGreaterThan(50);
  });

  it('that cwltool refuses, in 80 slips', async () => {
    const { lenient, strict, both } = await compare('cwltool', 80, validateCwl);
    expect(lenient).toEqual([]);
    expect(strict).toEqual([]);
    expect(both).toBeGreaterThan(50);
  });
});

async function compare(
  peer: 'yadage' | 'cwltool',
  slips: number,
  script: string,
): Promise<Comparison> {
  const programs = await requirePeer(peer);
  const cases = await writeCases(peer === 'yadage' ? 'yadage' : 'cwl', slips);
  const folder = await temporaryFolder({ 'cases.json': JSON.stringify(cases) });
  const answers = path.join(folder, 'answers.json');
  const shell = createShell({ env: { PATH: `${programs}:/usr/bin:/bin`, HOME: folder } });
  const python = path.join(programs, 'python');
  const given = path.join(folder, 'cases.json');
  const ran = await shell`${python} -W ignore -c ${script} ${given} ${answers}`;
  expect(ran).toMatchObject({ exitCode: 0 });
  const theirs = JSON.parse(readFileSync(answers, 'utf8')) as string[];
  const lenient: string[] = [];
  const strict: string[] = [];
  let both = 0;
  for (const [index, { root, file, workflow, original }] of cases.entries()) {
    const errors = (await lintAnalysis(root, file)).filter(
      ({ severity, rule }) => severity === 'error' && rule !== 'missing-input',
    );
    const refusal = theirs[index] ?? '';
    const label = `${path.basename(root)}/${workflow}`;
    if (refusal !== '' && errors.length === 0) lenient.push(`${label}: ${refusal}`);
    else if (refusal !== '') both += 1;
    else if (original) strict.push(...errors.map(({ message }) => `${label}: ${message}`));
  }
  return { lenient, strict, both };
}

/** The workflows of the corpus whose files are all there, and slips in them. */
async function writeCases(language: string, slips: number): Promise<Case[]> {
  const corpus = await temporaryFolder({});
  cpSync(reference('specs'), corpus, { recursive: true });
  const originals = globSync('*/reana*.yaml', { cwd: corpus })
    .sort()
    .flatMap((found): Case[] => {
      const root = path.join(corpus, path.dirname(found));
      const text = readFileSync(path.join(corpus, found), 'utf8');
      const workflow = new RegExp(`type: ${language}\\s+file: (\\S+)`).exec(text)?.[1];
      return workflow === undefined || globSync(workflow, { cwd: root }).length === 0
        ? []
        : [{ root, file: path.basename(found), workflow, original: true }];
    });
  const random = seededRandom(350);
  const cases = [...originals];
  for (let count = 0; count < slips; count += 1) {
    const { root, file, workflow } = originals[Math.floor(random() * originals.length)] ?? {};
    if (root === undefined || file === undefined || workflow === undefined) continue;
    const folder = path.dirname(workflow);
    const changed = path.join(folder, `slip-${count}-${path.basename(workflow)}`);
    const text = readFileSync(path.join(root, workflow), 'utf8');
    await writeFile(path.join(root, changed), mutate(text, random));
    const specification = readFileSync(path.join(root, file), 'utf8').replace(workflow, changed);
    await writeFile(path.join(root, `slip-${count}.yaml`), specification);
    cases.push({ root, file: `slip-${count}.yaml`, workflow: changed, original: false });
  }
  return cases;
}
