/** The files a workflow consists of, as the specification declares them. */
import { isJsonObject } from '../base/json.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { safeRelativePath } from '../base/safe-path.ts';
import type { PathList } from './path-list.ts';
import type { NodePath } from '../document/source-document.ts';
import type { Specification } from './specification.ts';

export interface DeclaredSource {
  /** Relative to the analysis. */
  readonly path: string;
  readonly directory: boolean;
  /** Where the specification says so. */
  readonly place: NodePath;
}

/** The entries of `inputs.files` and `inputs.directories`. */
export function listedInputs({ inputs }: Specification): DeclaredSource[] {
  return (['files', 'directories'] as const).flatMap((key) =>
    inputs[key].map((path, index) => ({
      path,
      directory: key === 'directories',
      place: ['inputs', key, index],
    })),
  );
}

/**
 * `workflow.file`, `workflow.files`, `workflow.directories` and the parameter file, as far as they lie in
 * the analysis.
 */
export function declaredSources(specification: Specification): DeclaredSource[] {
  const sources: DeclaredSource[] = [];
  const { workflowFile } = specification;
  if (workflowFile !== undefined && !isRemote(specification)) {
    sources.push({ path: workflowFile, directory: false, place: ['workflow', 'file'] });
  }
  const workflow = workflowOf(specification);
  for (const key of ['files', 'directories'] as const) {
    for (const [index, item] of itemsOf(workflow[key])) {
      sources.push({
        path: item,
        directory: key === 'directories',
        place: ['workflow', key, index],
      });
    }
  }
  const parameters = parameterFile(specification);
  return parameters === undefined ? sources : [...sources, { ...parameters, directory: false }];
}

/** The same as {@link declaredSources}, without their places. */
export function listedSources(specification: Specification): PathList {
  const sources = declaredSources(specification);
  return {
    files: sources.flatMap(({ path, directory }) => (directory ? [] : [path])),
    directories: sources.flatMap(({ path, directory }) => (directory ? [path] : [])),
  };
}

/** Whether the specification says itself which files the workflow consists of. */
export function declaresSources(specification: Specification): boolean {
  const workflow = workflowOf(specification);
  return workflow.files !== undefined || workflow.directories !== undefined;
}

/**
 * The file that holds the parameters of a CWL or Snakemake workflow: `workflow.parameters.file`, or the
 * older `inputs.parameters.input`.
 */
export function parameterFile(
  specification: Specification,
): Pick<DeclaredSource, 'path' | 'place'> | undefined {
  if (specification.language !== 'cwl' && specification.language !== 'snakemake') return undefined;
  const { parameters } = workflowOf(specification);
  const file = isJsonObject(parameters) ? parameters.file : undefined;
  const [value, place]: [Json | undefined, NodePath] =
    file === undefined
      ? [specification.inputs.parameters.input, ['inputs', 'parameters', 'input']]
      : [file, ['workflow', 'parameters', 'file']];
  const path = typeof value === 'string' ? safeRelativePath(value) : undefined;
  return path === undefined ? undefined : { path, place };
}

function workflowOf(specification: Specification): JsonObject {
  const { workflow } = specification.data;
  return isJsonObject(workflow) ? workflow : {};
}

/** yadage can load a workflow from elsewhere: `toplevel: github:owner/repository`. */
function isRemote(specification: Specification): boolean {
  const { toplevel } = specification.inputs.options;
  return typeof toplevel === 'string' && toplevel.includes(':');
}

function itemsOf(value: Json | undefined): [number, string][] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Json[]).flatMap((item, index): [number, string][] => {
    const path = typeof item === 'string' ? safeRelativePath(item) : undefined;
    return path === undefined ? [] : [[index, path]];
  });
}
