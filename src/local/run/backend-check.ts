/** The compute backends that steps ask for, of which this server has one. */
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { pythonStr } from '../../languages/python/value.ts';
import { yadageSteps } from '../../languages/yadage/steps.ts';
import type { SpecificationProblem } from './specification-check.ts';
import { readYadageWorkflow, type WorkflowSource } from './workflow-file.ts';

/** All that this server offers; it stands for this machine. */
export const computeBackends = ['kubernetes'] as const;

/** The first step that asks for a backend which this server does not have, as REANA tells it at the start. */
export async function backendProblems(source: WorkflowSource): Promise<SpecificationProblem[]> {
  const wanted = await wantedBackends(source);
  const refused = wanted.find(({ backend }) => !computeBackends.some((name) => name === backend));
  if (refused === undefined) return [];
  const offered = computeBackends.map((name) => `"${name}"`).join(', ');
  const message =
    `Compute backend "${refused.backend}" found in step "${refused.step}" is not supported. ` +
    `List of supported compute backends: ${offered}`;
  return [{ code: 'compute_backend', message, path: 'workflow.specification' }];
}

interface WantedBackend {
  readonly step: string;
  readonly backend: string;
}

async function wantedBackends(source: WorkflowSource): Promise<WantedBackend[]> {
  const { run, specification } = source;
  if (run.type === 'yadage') {
    const workflow = await readYadageWorkflow(source);
    return workflow === undefined
      ? []
      : yadageSteps(workflow.root).flatMap(({ name, hints }) => ofHints(name, hints));
  }
  const workflow = isJsonObject(specification.workflow) ? specification.workflow : {};
  const inner = isJsonObject(workflow.specification) ? workflow.specification : {};
  if (run.type === 'cwl') return objectsOf(inner.$graph ?? inner).flatMap(ofTool);
  return objectsOf(inner.steps).flatMap((step) => ofHints(step.name, step));
}

function ofTool(tool: JsonObject): WantedBackend[] {
  const steps = objectsOf(tool.steps);
  return [
    ...objectsOf(tool.hints)
      .filter(({ class: kind }) => kind === 'reana')
      .flatMap((hints) => ofHints(tool.id, hints)),
    ...steps.flatMap((step) => ofTool(step)),
  ];
}

function ofHints(
  step: Json | undefined,
  { compute_backend: backend }: JsonObject,
): WantedBackend[] {
  return typeof backend === 'string' && backend !== ''
    ? [{ step: pythonStr(step ?? null), backend }]
    : [];
}

function objectsOf(value: unknown): JsonObject[] {
  return [value].flat().filter(isJsonObject);
}
