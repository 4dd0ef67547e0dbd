/** Lint is never more lenient than the validators that users have, and stricter only where engines are. */
import { cpSync, globSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/base/error.ts';
import { isReanaCiError } from '../../src/base/error.ts';
import { createShell } from '../../src/base/shell.ts';
import { type AnalysisFiles, listedFiles } from '../../src/lint/kit/analysis-files.ts';
import { lintAnalysis } from '../../src/lint/lint.ts';
import { mutate, seededRandom } from '../lint/mutations.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { requirePeer } from './peers.ts';
import { reference, references } from './references.ts';

/** Validates every case as `reana-client validate` does, all in one process; prints what it refuses. */
const validateAll = `
import contextlib, io, json, logging, os, sys
logging.disable(logging.CRITICAL)
from reana_client.utils import load_validate_reana_spec
answers = []
for case in json.load(open(sys.argv[1])):
    os.chdir(case['root'])
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            load_validate_reana_spec(case['file'])
        answers.append('')
    except SystemExit:
        answers.append('exit')
    except BaseException as error:
        answers.append(f'{type(error).__name__}: {error}'[:300])
json.dump(answers, open(sys.argv[2], 'w'))
`;

/** What servers and engines refuse though reana-client does not; each is shown by tests of its own. */
const stricter = new Set([
  ...['missing-input', 'directory-as-file', 'file-as-directory', 'unfetched-input'],
  ...['unsafe-path', 'duplicate-input', 'serial-placeholder', 'serial-option', 'image-name'],
  ...['memory-format', 'cpu-format', 'user-id', 'htcondor-format', 'yaml-value'],
  // The client reads the whole workflow here; servers read it in the workspace.
  'undeclared-source',
  // What yadage does with such parameters is compared in lint-yadage-engine.test.ts.
  ...['yadage-no-parameters', 'yadage-unknown-parameter'],
]);

/**
 * Keys that are new in 0.95, whose schema gives them a type; and line breaks that PyYAML turns into blanks,
 * which nobody can see.
 */
const reasons = /^workflow\.(?:files|directories|parameters)|invisible character/;

describe.skipIf(references === undefined)('reana-client validate 0.9', () => {
  it('refuses nothing that lint lets pass, in the corpus and 500 mutations of it', async () => {
    const programs = await requirePeer('reana-client-0.9');
    const corpus = await temporaryFolder({});
    cpSync(reference('specs'), corpus, { recursive: true });
    const cases = await writeCases(corpus);
    const folder = await temporaryFolder({ 'cases.json': JSON.stringify(cases) });
    const shell = createShell({
      env: { PATH: `${programs}:/usr/bin:/bin`, PYTHONWARNINGS: 'ignore', HOME: folder },
    });
    const answers = path.join(folder, 'answers.json');
    const cases_ = path.join(folder, 'cases.json');
    const ran =
      await shell`${path.join(programs, 'python')} -c ${validateAll} ${cases_} ${answers}`;
    expect(ran).toMatchObject({ exitCode: 0 });
    const theirs = JSON.parse(readFileSync(answers, 'utf8')) as string[];

    const lenient: string[] = [];
    const unexplained: string[] = [];
    let both = 0;
    for (const [index, { root, file }] of cases.entries()) {
      const errors = await errorsOf(root, file, repositoryFiles(root));
      const refusal = theirs[index] ?? '';
      const label = `${path.basename(root)}/${file}`;
      if (refusal !== '' && errors.length === 0) lenient.push(`${label}: ${refusal}`);
      if (refusal !== '' && errors.length > 0) both += 1;
      if (refusal === '') {
        unexplained.push(
          ...errors
            .filter(({ rule, message }) => !stricter.has(rule) && !reasons.test(message))
            .map(({ rule, message }) => `${label}: ${rule} ${message}`),
        );
      }
    }
    expect(lenient).toEqual([]);
    expect(unexplained).toEqual([]);
    expect(both).toBeGreaterThan(100);
  });
});

interface Case {
  readonly root: string;
  readonly file: string;
}

/** Serial and yadage only: the corpus holds neither Snakefiles nor all the tools of its CWL workflows. */
async function writeCases(corpus: string): Promise<Case[]> {
  const originals = globSync('*/reana*.yaml', { cwd: corpus })
    .sort()
    .filter((file) =>
      /type: (?:serial|yadage)/.test(readFileSync(path.join(corpus, file), 'utf8')),
    );
  const cases = originals.map((file): Case => ({
    root: path.join(corpus, path.dirname(file)),
    file: path.basename(file),
  }));
  const random = seededRandom(500);
  for (let count = 0; count < 500; count += 1) {
    const original = originals[Math.floor(random() * originals.length)] ?? '';
    const root = path.join(corpus, path.dirname(original));
    const file = `mutated-${count}.yaml`;
    const text = mutate(readFileSync(path.join(corpus, original), 'utf8'), random);
    await writeFile(path.join(root, file), text);
    cases.push({ root, file });
  }
  return cases;
}

function repositoryFiles(root: string): AnalysisFiles {
  const names = readFileSync(path.join(root, '.repo-files.txt'), 'utf8')
    .split('\n')
    .flatMap((line) => line.split('\t')[1] ?? []);
  return listedFiles(names);
}

async function errorsOf(root: string, file: string, files: AnalysisFiles): Promise<Finding[]> {
  try {
    const findings = await lintAnalysis(root, file, { files });
    return findings.filter(({ severity }) => severity === 'error');
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    return [{ rule: error.code, severity: 'error', message: error.message }];
  }
}
