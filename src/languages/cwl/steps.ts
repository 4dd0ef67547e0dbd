/** The jobs of a CWL workflow with their images and hints, for lint and the check of secrets. */
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import type { NodePath } from '../../document/source-document.ts';
import type { CwlProcess, CwlWorkflow } from './workflow.ts';
import { entriesOf, requirementOf } from './entry.ts';
import type { LintStep } from '../../lint/kit/step.ts';

/** Every tool, and every step and workflow that has hints of its own, in the order in which they are met. */
export function cwlSteps(workflow: CwlWorkflow): LintStep[] {
  const [first] = workflow.processes;
  return first === undefined ? [] : stepsBelow(workflow, first, new Set());
}

function stepsBelow(
  workflow: CwlWorkflow,
  process: CwlProcess,
  visited: Set<CwlProcess>,
): LintStep[] {
  if (visited.has(process)) return [];
  visited.add(process);
  const { source, data, path } = process;
  const inner = entriesOf(data.steps).flatMap(({ id, value, path: place }) => {
    if (!isJsonObject(value)) return [];
    const run = workflow.processOf(value);
    return [
      ...hintedStep({ source, data: value, path: [...path, 'steps', ...place], step: id }),
      ...(run === undefined ? [] : stepsBelow(workflow, run, visited)),
    ];
  });
  const isTool = data.class === 'CommandLineTool';
  return [...(isTool ? [toolStep(process)] : hintedStep(process)), ...inner];
}

function toolStep(process: CwlProcess): LintStep {
  const { source, path, data } = process;
  const docker = requirementOf(data, 'DockerRequirement');
  const image = docker?.value.dockerPull;
  return {
    ...stepOf(process),
    script: [data.baseCommand, data.arguments].flatMap(textsIn).join('\n'),
    ...(docker === undefined || typeof image !== 'string'
      ? {}
      : {
          image: {
            name: image,
            position: source.position([...path, ...docker.path, 'dockerPull']),
          },
        }),
  };
}

function hintedStep(holder: CwlProcess): LintStep[] {
  return requirementOf(holder.data, 'reana') === undefined ? [] : [stepOf(holder)];
}

function stepOf({ source, path, data, step }: CwlProcess): LintStep {
  const reana = requirementOf(data, 'reana');
  const place = (name: string): NodePath => [...path, ...(reana?.path ?? []), name];
  return {
    ...(step === undefined ? {} : { name: step }),
    label: step === undefined ? 'the workflow' : `step ${step}`,
    position: source.position(path),
    script: '',
    commands: [],
    hints: withoutClass(reana?.value ?? {}),
    hintPosition: (name) => source.keyPosition(place(name)),
    hintValuePosition: (name) => source.position(place(name)),
    otherNames: [],
    namesAreOpen: false,
  };
}

function withoutClass(hints: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(hints).filter(([name]) => name !== 'class'));
}

function textsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(textsIn);
  return isJsonObject(value) ? textsIn(value.valueFrom) : [];
}
