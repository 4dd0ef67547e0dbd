/** REANA's own checks of a specification before it lets a run start. */
import * as v from 'valibot';
import path from 'node:path';
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { isInside, safeRelativePath } from '../../base/safe-path.ts';
import { workflowTypes, type WorkflowType } from '../../reana/types.ts';
import type { ProblemCode, ServerGeneration } from '../../specification/server-generation.ts';
import { analysisSchema } from './analysis-schema.ts';
import { inputPathProblems } from './input-path-check.ts';

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

/** Everything that is wrong with a specification on its own, for a server of one generation. */
export function specificationProblems(
  specification: JsonObject,
  generation: ServerGeneration,
): SpecificationProblem[] {
  const schema = schemaProblems(specification, generation);
  const type = workflowTypeOf(specification);
  if (schema.length > 0 || type === undefined) return schema;
  return [
    ...optionProblems(type, inputsOf(specification).options),
    ...inputProblems(specification),
    ...retentionProblems(specification),
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

/** Rules for the retention of files that are no paths of the workspace. */
export function retentionProblems(specification: JsonObject): SpecificationProblem[] {
  const { workspace } = specification;
  const rules = isJsonObject(workspace) ? workspace.retention_days : undefined;
  return Object.keys(isJsonObject(rules) ? rules : {})
    .filter((rule) => safeRelativePath(rule) === undefined)
    .map((rule) => ({
      code: 'retention',
      message: path.isAbsolute(rule)
        ? `Retention rule ${rule} cannot be an absolute path`
        : `Retention rule ${rule} must be a relative path inside the workspace`,
      path: 'workspace.retention_days',
    }));
}

/** A place for the workspace that this server does not have. */
export function placeProblems(
  specification: JsonObject,
  available: string,
): SpecificationProblem[] {
  const { workspace } = specification;
  const root = isJsonObject(workspace) ? workspace.root_path : undefined;
  if (typeof root !== 'string' || root === '' || isInside(available, path.resolve('/', root))) {
    return [];
  }
  const message = `Desired workspace "${root}" is not valid.\nAvailable workspace prefix values are: ${available}`;
  return [{ code: 'workspace', message, path: 'workspace.root_path' }];
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

function schemaProblems(
  specification: JsonObject,
  generation: ServerGeneration,
): SpecificationProblem[] {
  const type = workflowTypeOf(specification);
  if (type === undefined) {
    const message = `workflow.type must be one of ${workflowTypes.join(', ')}`;
    return [{ code: 'schema', message, path: 'workflow.type' }];
  }
  const result = v.safeParse(analysisSchema(type, generation), specification);
  return (result.issues ?? []).map((issue) => {
    const path = v.getDotPath(issue) ?? '';
    return { code: 'schema', message: `${path}: ${issue.message}`, path };
  });
}

function optionProblem(message: string): SpecificationProblem {
  return {
    code: 'operational_options',
    message: `==> ERROR: ${message}`,
    path: 'inputs.options',
  };
}

function inputsOf(specification: JsonObject): JsonObject {
  return isJsonObject(specification.inputs) ? specification.inputs : {};
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : [];
}
