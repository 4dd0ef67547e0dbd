/**
 * Plants bugs, one at a time, in a copy of the sources, and tells which of them the stories find:
 * `node test/faults/planted.ts [stories] [words]`. Every one has to be found.
 */
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

interface Bug {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Test files that find it, where no simulated story uses what it is in. */
  readonly foundBy?: readonly string[];
}

const logins = ['test/login/stored-tokens.test.ts', 'test/login/watch.test.ts'];

const bugs: readonly Bug[] = [
  {
    what: 'submit: an upload counts as done whatever answers',
    file: 'src/reana/schema.ts',
    from: 'v.regex(words, "not REANA\'s words")',
    to: 'v.minLength(0)',
  },
  {
    what: 'submit: the workspace is not compared with what was sent',
    file: 'src/run/submit/upload.ts',
    from: 'if (round > 1 && wanted.length === 0) return;',
    to: 'if (round > 1) return;',
  },
  {
    what: 'submit: a run is created again when the answer is lost',
    file: 'src/reana/create-run.ts',
    from: 'once: true,',
    to: 'once: false,',
  },
  {
    what: 'submit: the run of an earlier try is not looked for',
    file: 'src/run/submit/earlier-run.ts',
    from: 'return { found: ours ? { run: best, next } : undefined, ids };',
    to: 'return { found: undefined, ids };',
  },
  {
    what: 'submit: drafts that a proxy has doubled stay',
    file: 'src/run/submit/submit.ts',
    from: 'for (const draft of others) await client.deleteRun(draft.id, {}, signal);',
    to: '',
  },
  {
    what: 'submit: an older secret is taken for the new one',
    file: 'src/reana/secrets.ts',
    from: 'if (overwrite || !mayBeDone(error)) throw error;',
    to: 'if (overwrite) return;\n    if (!mayBeDone(error)) throw error;',
  },
  {
    what: 'submit: files of an earlier try are taken for whole, whatever their size',
    file: 'src/run/submit/upload.ts',
    from: 'files.filter(({ path }) => present.get(path) !== sizes.get(path))',
    to: 'files.filter(({ path }) => !present.has(path))',
  },
  {
    what: 'submit: a start whose answer is odd counts as done',
    file: 'src/reana/start-run.ts',
    from: "if (run.status === 'created' || run.status === 'deleted') throw error;",
    to: 'return;',
  },
  {
    what: 'watch: a refused look ends the watch',
    file: 'src/run/watch/look.ts',
    from: 'if (signal.aborted || !isReanaCiError(error)) throw error;',
    to: "if (signal.aborted || !isReanaCiError(error) || error.code !== 'unreachable') throw error;",
  },
  {
    what: 'watch: logs that are refused end the watch',
    file: 'src/run/watch/step-look.ts',
    from: 'if (signal.aborted || !isReanaCiError(error)) throw error;',
    to: 'throw error;',
  },
  {
    what: 'watch: a run that is not waited for any longer is stopped',
    file: 'src/run/bring-home.ts',
    from: "isReanaCiError(error) && error.code !== 'deadline' && (",
    to: "error === undefined && isReanaCiError(error) && error.code !== 'deadline' && (",
  },
  {
    what: 'watch: a cancelled job leaves its run running',
    file: 'src/run/bring-home.ts',
    from: 'await end(state, inHaste);',
    to: '',
  },
  {
    what: 'watch: a cancelled try forgets the run of the try before',
    file: 'src/run/bring-home.ts',
    from: 'if (resumes) await takeUpUnseen(state, plan, inHaste);',
    to: '',
  },
  {
    what: 'watch: a stop counts as done whatever answers',
    file: 'src/reana/run-schema.ts',
    from: 'return v.object({ status: v.literal(status) });',
    to: 'return v.nullish(v.unknown());',
  },
  {
    what: 'collect: a file of another size than listed is kept',
    file: 'src/reana/download.ts',
    from: 'if (size < file.size) {',
    to: 'if (size < 0) {',
  },
  {
    what: 'collect: an outage while results are fetched ends the job without them',
    file: 'src/run/watch/patience.ts',
    from: 'if (signal.aborted || !isTemporary(error)) throw error;',
    to: 'throw error;',
  },
  {
    what: 'every request: an answer that drips is waited for without end',
    file: 'src/reana/guarded-body.ts',
    from: 'left -= now() - asked;',
    to: '',
  },
  {
    what: 'refresh: jobs renew one login at the same time',
    file: 'src/login/renewal.ts',
    from: 'return store.whileRenewing(server, async () => {',
    to: 'return ((_server: string, task: () => Promise<LoginEntry>) => task())(server, async () => {',
    foundBy: logins,
  },
  {
    what: 'refresh: the token that replaces the one shown is not kept',
    file: 'src/login/renewal.ts',
    from: 'const rotated = { refreshToken, ...tokens };',
    to: 'const rotated = { ...tokens, refreshToken };',
    foundBy: logins,
  },
  {
    what: 'refresh: what another job has renewed meanwhile is renewed again',
    file: 'src/login/renewal.ts',
    from: 'if (isFresh(entry, tools.now()) && entry.access_token !== refused) return entry;',
    to: '',
    foundBy: logins,
  },
  {
    what: 'refresh: a token is used until it is refused',
    file: 'src/login/renewal.ts',
    from: 'endOfAccess(entry) - leeway > now',
    to: 'endOfAccess(entry) > now - leeway',
    foundBy: logins,
  },
  {
    what: 'refresh: a refused token is not replaced',
    file: 'src/login/stored-tokens.ts',
    from: 'return other === refused ? undefined : other;',
    to: 'return undefined;',
    foundBy: logins,
  },
];

const root = path.resolve(import.meta.dirname, '../..');
const [stories = '400', words = ''] = process.argv.slice(2);
const planted = bugs.filter(({ what }) => what.includes(words));

const missed: string[] = [];
for (const bug of planted) {
  const finding = await plant(bug);
  process.stdout.write(`${finding === undefined ? 'MISSED' : 'found '} ${bug.what}\n`);
  if (finding === undefined) missed.push(bug.what);
  else process.stdout.write(`       ${finding.slice(0, 150)}\n`);
}
process.stdout.write(`${planted.length - missed.length} of ${planted.length} planted bugs found\n`);
process.exitCode = missed.length === 0 ? 0 : 1;

/** @returns the first violation */
async function plant({ file, from, to, foundBy }: Bug): Promise<string | undefined> {
  const copy = await mkdtemp(path.join(tmpdir(), 'planted-'));
  try {
    for (const part of [
      'src',
      'scripts',
      'test',
      'package.json',
      'tsconfig.json',
      'vitest.config.ts',
    ]) {
      await cp(path.join(root, part), path.join(copy, part), { recursive: true });
    }
    await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
    const place = path.join(copy, file);
    const source = await readFile(place, 'utf8');
    if (!source.includes(from)) throw new Error(`${file} does not hold: ${from}`);
    await writeFile(
      place,
      source.replace(from, () => to),
    );
    if (foundBy !== undefined) return findByTests(copy, foundBy);
    return find(copy, '--table') ?? find(copy, '--seeds', `1..${stories}`);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** @returns the name of the first test that fails */
function findByTests(copy: string, files: readonly string[]): string | undefined {
  const program = path.join(root, 'node_modules/vitest/vitest.mjs');
  const { status, stderr } = spawnSync(
    process.execPath,
    [program, 'run', '--project', 'unit', ...files],
    { cwd: copy, encoding: 'utf8', timeout: 600_000, env: { ...process.env, NO_COLOR: '1' } },
  );
  if (status === 0) return undefined;
  const [, name] = /^ *FAIL +(.* > .*)$/m.exec(stderr) ?? [];
  if (name === undefined) throw new Error(`No test could be run: ${stderr.slice(0, 500)}`);
  return name;
}

/** @returns the first violation; an error that no story has told is none */
function find(copy: string, ...arguments_: string[]): string | undefined {
  const program = path.join(copy, 'test/faults/simulate.ts');
  const { error, status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, ...arguments_, '--first'],
    { encoding: 'utf8', timeout: 1_200_000 },
  );
  if (error !== undefined) throw error;
  if (status === 0) return undefined;
  const [first = ''] = stdout.split('\n');
  if (first === '') throw new Error(`No story could be told: ${stderr.slice(0, 500)}`);
  return first;
}
