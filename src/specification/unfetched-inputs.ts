/** Inputs that stand for content which git has not fetched: pointers of Git LFS and git-annex, empty submodules. */
import type { Finding } from '../base/error.ts';
import { forEachLimited } from '../base/limit.ts';
import { readBelow } from '../base/open-below.ts';
import { emptySubmodules } from './empty-submodules.ts';
import type { InputFile } from './input-collection.ts';
import type { Specification } from './specification.ts';
import { type DeclaredSource, declaredSources, listedInputs } from './workflow-source.ts';

export const unfetchedRule = 'unfetched-input';

/** Git LFS takes nothing larger for a pointer. */
const largestPointer = 1023;
const readers = 16;

interface PointerKind {
  readonly name: string;
  readonly content: RegExp;
  readonly fix: string;
}

const kinds: readonly PointerKind[] = [
  {
    name: 'Git LFS',
    content:
      /^version (?:https:\/\/git-lfs\.github\.com\/spec\/v1|https:\/\/hawser\.github\.com\/spec\/v1|http:\/\/git-media\.io\/v\/2)\r?\n(?:.*\n)*?oid sha256:[0-9a-f]{64}\r?\n/,
    fix: 'Fetch the content with git lfs pull; in GitLab, GIT_LFS_SKIP_SMUDGE must not be set.',
  },
  {
    name: 'git-annex',
    content: /^\/annex\/objects\/[A-Z][A-Z0-9_]*-\S+/,
    fix: 'Fetch the content with git annex get.',
  },
];

/**
 * The inputs that would reach REANA without their content, one finding for each entry of the specification.
 *
 * @param files what was found of the inputs
 */
export async function unfetchedInputs(
  specification: Specification,
  files: readonly InputFile[],
): Promise<Finding[]> {
  const pointers = await findPointers(specification.root, files);
  const submodules = await emptySubmodules(specification.root);
  return declaredEntries(specification).flatMap((entry) => {
    const mine = pointers.filter(({ path }) => covers(entry, path));
    const messages = kinds.flatMap((kind) => {
      const names = mine.flatMap((one) => (one.kind === kind ? [one.path] : []));
      return names.length === 0 ? [] : [{ message: pointerMessage(names, kind), hint: kind.fix }];
    });
    const empty = submodules.filter(
      (folder) => isBelow(entry.path, folder) || (entry.directory && isBelow(folder, entry.path)),
    );
    messages.push(...empty.map((folder) => submoduleProblem(entry, folder)));
    return messages.map((problem): Finding => {
      const position = specification.document.position(entry.place);
      return { rule: unfetchedRule, severity: 'error', ...problem, ...position };
    });
  });
}

/** Whether `name` would lie in one of the folders. */
export function liesIn(folders: readonly string[], name: string): boolean {
  return folders.some((folder) => isBelow(name, folder));
}

async function findPointers(
  root: string,
  files: readonly InputFile[],
): Promise<{ readonly path: string; readonly kind: PointerKind }[]> {
  const small = files.filter(({ size }) => size > 0 && size <= largestPointer);
  const found = new Map<string, PointerKind>();
  await forEachLimited(small, readers, async ({ path }) => {
    const content = await readBelow(root, path, largestPointer).catch(() => undefined);
    const text = content?.toString('latin1') ?? '';
    const kind = kinds.find((one) => one.content.test(text));
    if (kind !== undefined) found.set(path, kind);
  });
  return small.flatMap(({ path }) => {
    const kind = found.get(path);
    return kind === undefined ? [] : [{ path, kind }];
  });
}

/** Files of the workflow that no entry of the inputs covers stand for themselves. */
function declaredEntries(specification: Specification): DeclaredSource[] {
  const listed = listedInputs(specification);
  const sources = declaredSources(specification).filter(
    ({ path }) => !listed.some((entry) => covers(entry, path)),
  );
  return [...listed, ...sources];
}

function covers(entry: DeclaredSource, file: string): boolean {
  return entry.directory ? isBelow(file, entry.path) : file === entry.path;
}

/** Whether `name` is `folder`, or lies below it. */
function isBelow(name: string, folder: string): boolean {
  return folder === '.' || name === folder || name.startsWith(`${folder}/`);
}

function pointerMessage(names: readonly string[], { name }: PointerKind): string {
  const [first = ''] = names;
  if (names.length === 1) return `${first} is a pointer of ${name}, not the file itself`;
  return `${names.length} files are pointers of ${name}, not the files themselves, such as ${first}`;
}

function submoduleProblem({ path }: DeclaredSource, folder: string) {
  const place = path === folder || isBelow(folder, path) ? '' : `${path} is missing: `;
  return {
    message: `${place}${folder} is a git submodule that has not been fetched`,
    hint: 'Fetch it with git submodule update --init --recursive; in GitLab, set GIT_SUBMODULE_STRATEGY to recursive.',
  };
}
