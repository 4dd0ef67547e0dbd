/** The outputs of a step that other steps can use. */
import { readFile, stat } from 'node:fs/promises';
import { isReanaCiError } from '../../../base/error.ts';
import type { Json } from '../../../base/json.ts';
import { PythonError } from '../../../languages/python/error.ts';
import { pythonRepr } from '../../../languages/python/value.ts';
import type { Publisher } from '../../../languages/yadage/read/workflow.ts';
import { readYaml, toJson } from '../../../document/yaml.ts';
import type { FileFinder } from './glob.ts';
import { jqFirst } from './jq.ts';
import { replaceJqLeaves } from './leaves.ts';
import type { StepState } from '../../../languages/yadage/semantics/state.ts';
import {
  interpolateOutput,
  isForetold,
  outputPath,
  publishParameters,
} from '../../../languages/yadage/semantics/outputs.ts';

export interface PublishContext {
  /** With `{workdir}` and the like filled in. */
  readonly parameters: Json;
  readonly state: StepState;
  readonly files: FileFinder;
}

/**
 * The result of a step whose process has run.
 *
 * @throws PythonError as the real publisher fails
 */
export async function publish(publisher: Publisher, context: PublishContext): Promise<Json> {
  switch (publisher.publisher_type) {
    case 'constant-pub':
      return publisher.publish ?? {};
    case 'frompar-pub':
      return publishParameters(publisher, context.parameters);
    case 'interpolated-pub':
      return publishTemplates(publisher, context);
    case 'fromparjq-pub':
      return publishByJq(publisher, context);
    case 'fromglob-pub':
      return publishFiles(publisher, context);
    case 'fromyaml-pub':
      return publishYaml(publisher, context);
    case 'manual-instructions-pub':
      throw new PythonError('KeyError', pythonRepr(publisher.publisher_type));
  }
}

/**
 * The result of a step before it has run, where its publisher does not look at files.
 *
 * @returns `undefined` when that has to wait
 */
export async function prepublish(
  publisher: Publisher,
  context: PublishContext,
): Promise<Json | undefined> {
  return isForetold(publisher, context.state) ? publish(publisher, context) : undefined;
}

async function publishTemplates(publisher: Publisher, context: PublishContext): Promise<Json> {
  return replaceJqLeaves(publisher.publish ?? null, async (leaf) => {
    if (typeof leaf !== 'string') return leaf;
    const workdir = workdirOf(context.state);
    const text = interpolateOutput(leaf, workdir, context.parameters);
    // Only an empty text shares no beginning with an absolute path, besides relative ones.
    const file = outputPath(text, workdir, publisher.relative_paths ?? missing('relative_paths'));
    if (!(publisher.glob ?? missing('glob'))) return file;
    const found = await context.files.glob(file);
    return found.length > 0 ? found : text;
  });
}

async function publishByJq(publisher: Publisher, context: PublishContext): Promise<Json> {
  const result = await jqFirst(publisher.script ?? missing('script'), context.parameters);
  const { readwrite, readonly } = context.state;
  const folder = readwrite[0] ?? (readonly.length === 1 ? readonly[0] : undefined);
  if (folder === undefined) return result;
  return replaceJqLeaves(result, async (leaf) => {
    if (typeof leaf !== 'string') return leaf;
    const file = outputPath(leaf, folder, publisher.relative_paths ?? missing('relative_paths'));
    const exact = publisher.tryExact ?? missing('tryExact');
    if (exact && (await context.files.exists(file))) return file;
    if (!(publisher.glob ?? missing('glob'))) return leaf;
    const found = await context.files.glob(file);
    return found.length > 0 ? found : leaf;
  });
}

async function publishFiles(publisher: Publisher, context: PublishContext): Promise<Json> {
  const pattern = `${workdirOf(context.state)}/${publisher.globexpression ?? ''}`;
  return { [publisher.outputkey ?? '']: await context.files.glob(pattern) };
}

const largestYaml = 10 * 1024 * 1024;

async function publishYaml(publisher: Publisher, context: PublishContext): Promise<Json> {
  const file = `${workdirOf(context.state)}/${publisher.yamlfile ?? ''}`;
  if (!(await context.files.exists(file))) {
    const text = `[Errno 2] No such file or directory: ${pythonRepr(file)}`;
    throw new PythonError('FileNotFoundError', text);
  }
  const { size } = await stat(file);
  if (size > largestYaml) throw new PythonError('MemoryError', `${file} is larger than 10 MiB`);
  try {
    return toJson(readYaml(file, await readFile(file, 'utf8')));
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    const reasons = error.findings.map((finding) => finding.message);
    throw new PythonError('YAMLError', [error.message, ...reasons].join('; '));
  }
}

function workdirOf(state: StepState): string {
  const [workdir] = state.readwrite;
  if (workdir === undefined) throw new PythonError('IndexError', 'list index out of range');
  return workdir;
}

function missing(key: string): never {
  throw new PythonError('KeyError', pythonRepr(key));
}
