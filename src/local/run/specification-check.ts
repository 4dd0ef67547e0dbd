/** What REANA itself checks of a specification before it lets a run start. */
import * as v from 'valibot';
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { workflowTypes, type WorkflowType } from '../../reana/types.ts';
import { inputPathProblems } from './input-path-check.ts';

/** What a problem is about, as the server names it. */
export type ProblemCode =
  | 'serialization'
  | 'input_path'
  | 'schema'
  | 'operational_options'
  | 'parameters'
  | 'compute_backend'
  | 'workspace'
  | 'image_not_allowed'
  | 'dask'
  | 'retention'
  | 'report_truncated';

/** One thing that is wrong, in the form of the server's validation report. */
export interface SpecificationProblem {
  readonly code: ProblemCode;
  readonly message: string;
  /** Dotted path in the specification; empty for the whole. */
  readonly path: string;
}

/** The language of the workflow; `undefined` for one that REANA does not know. */
export function workflowTypeOf(specification: JsonObject): WorkflowType | undefined {
  const workflow = specification.workflow;
  const type = isJsonObject(workflow) ? workflow.type : undefined;
  return workflowTypes.find((known) => known === type);
}

/** Everything that is wrong with a specification on its own. */
export function specificationProblems(specification: JsonObject): SpecificationProblem[] {
  const schema = schemaProblems(specification);
  const type = workflowTypeOf(specification);
  if (schema.length > 0 || type === undefined) return schema;
  return [
    ...optionProblems(type, inputsOf(specification).options),
    ...inputProblems(specification),
  ];
}

/** Files and folders of `inputs` that REANA would not accept. */
export function inputProblems(specification: JsonObject): SpecificationProblem[] {
  const { files, directories } = inputsOf(specification);
  return inputPathProblems(texts(files), texts(directories)).map((message) => ({
    code: 'input_path',
    message,
    path: 'inputs',
  }));
}

/** Options that the workflow's engine does not have. */
export function optionProblems(type: WorkflowType, options: unknown): SpecificationProblem[] {
  if (options === undefined || options === null) return [];
  if (!isJsonObject(options)) return [optionProblem('Operational options must be a dictionary.')];
  return Object.keys(options).flatMap((option) => {
    const engines = enginesOfOption[option];
    if (engines === undefined) {
      return [optionProblem(`Operational option "${option}" not supported.`)];
    }
    if (engines.includes(type)) return [];
    return [optionProblem(`Operational option "${option}" not supported for ${type} workflows.`)];
  });
}

/** Parameters given at start that the specification does not have. */
export function parameterProblems(
  specification: JsonObject,
  given: JsonObject,
): SpecificationProblem[] {
  const declared = inputsOf(specification).parameters;
  const known = new Set(isJsonObject(declared) ? Object.keys(declared) : []);
  return Object.keys(given)
    .filter((name) => !known.has(name))
    .map((name) => ({
      code: 'parameters',
      message: `Input parameter "${name}" is not present in reana.yaml`,
      path: `inputs.parameters.${name}`,
    }));
}

const enginesOfOption: Readonly<Record<string, readonly WorkflowType[] | undefined>> = {
  CACHE: ['serial'],
  FROM: ['serial'],
  TARGET: ['serial', 'cwl'],
  toplevel: ['yadage'],
  initdir: ['yadage'],
  initfiles: ['yadage'],
  accept_metadir: ['yadage'],
  report: ['snakemake'],
};

const names = v.nullish(v.array(v.string()));
const mapping = v.nullish(v.custom<JsonObject>(isJsonObject, 'must be a mapping'));
const step = v.looseObject({
  commands: v.pipe(v.array(v.string()), v.minLength(1)),
  environment: v.optional(v.string()),
});
const rest = {
  version: v.optional(v.string()),
  inputs: v.nullish(
    v.looseObject({ files: names, directories: names, parameters: mapping, options: mapping }),
  ),
  outputs: v.nullish(v.looseObject({ files: names, directories: names })),
  workspace: v.nullish(
    v.looseObject({ root_path: v.optional(v.string()), retention_days: mapping }),
  ),
};
const shapes = {
  serial: v.looseObject({
    ...rest,
    workflow: v.looseObject({ specification: v.looseObject({ steps: v.array(step) }) }),
  }),
  other: v.looseObject({
    ...rest,
    workflow: v.union(
      [
        v.looseObject({ file: v.string(), specification: mapping }),
        v.looseObject({ specification: v.custom<JsonObject>(isJsonObject) }),
      ],
      'must have a file or a specification',
    ),
  }),
};

function schemaProblems(specification: JsonObject): SpecificationProblem[] {
  const type = workflowTypeOf(specification);
  if (type === undefined) {
    const message = `workflow.type must be one of ${workflowTypes.join(', ')}`;
    return [{ code: 'schema', message, path: 'workflow.type' }];
  }
  const result = v.safeParse(type === 'serial' ? shapes.serial : shapes.other, specification);
  return (result.issues ?? []).map((issue) => {
    const path = v.getDotPath(issue) ?? '';
    return { code: 'schema', message: `${path}: ${issue.message}`, path };
  });
}

function optionProblem(message: string): SpecificationProblem {
  return { code: 'operational_options', message, path: 'inputs.options' };
}

function inputsOf(specification: JsonObject): JsonObject {
  return isJsonObject(specification.inputs) ? specification.inputs : {};
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : [];
}
