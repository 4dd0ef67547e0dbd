/** The steps of a yadage workflow, for the rules about images and hints. */
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import type { NodePath } from '../../document/source-document.ts';
import type { YadageWorkflow } from './read/workflow.ts';
import type { LintStep } from '../../lint/kit/step.ts';
import { imageName } from './task.ts';

/** Every environment that REANA makes a container of; one that several stages share is there once. */
export function yadageSteps(workflow: YadageWorkflow): LintStep[] {
  const steps = new Map<string, LintStep>();
  for (const placed of environmentsIn(workflow.data, [], 'the workflow')) {
    const step = stepOf(workflow, placed);
    const { file, line, column } = step.position;
    const place = `${file}:${line}:${column}`;
    if (!steps.has(place)) steps.set(place, step);
  }
  return [...steps.values()];
}

interface PlacedEnvironment {
  readonly stage: string;
  readonly environment: JsonObject;
  readonly path: NodePath;
  /** Of the step that the environment is for. */
  readonly process: Json | undefined;
}

function* environmentsIn(value: Json, path: NodePath, stage: string): Iterable<PlacedEnvironment> {
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly Json[]).entries()) {
      yield* environmentsIn(item, [...path, index], stage);
    }
  } else if (isJsonObject(value)) {
    const name =
      typeof value.name === 'string' && isJsonObject(value.scheduler)
        ? `stage ${value.name}`
        : stage;
    for (const [key, item] of Object.entries(value)) {
      const place = [...path, key];
      const isStep = key === 'environment' && path.at(-1) === 'step' && isJsonObject(item);
      if (!isStep) yield* environmentsIn(item, place, name);
      else if (item.environment_type === 'docker-encapsulated') {
        yield { stage: name, environment: item, path: place, process: value.process };
      }
    }
  }
}

/** REANA puts image and tag together; of the resources it takes mappings only, later ones first. */
function stepOf(
  workflow: YadageWorkflow,
  { stage, environment, path, process }: PlacedEnvironment,
): LintStep {
  const { image, imagetag, resources } = environment;
  const list = Array.isArray(resources) ? (resources as readonly Json[]) : [];
  const name =
    typeof image === 'string'
      ? imageName(image, typeof imagetag === 'string' ? imagetag : undefined)
      : undefined;
  return {
    label: stage,
    position: workflow.position(path),
    script: scriptOf(process),
    commands: [],
    ...(name === undefined
      ? {}
      : { image: { name, position: workflow.position([...path, 'image']) } }),
    hints: Object.assign({}, ...list.filter(isJsonObject)) as JsonObject,
    hintPosition(hint) {
      const index = list.findLastIndex((item) => isJsonObject(item) && hint in item);
      return workflow.keyPosition([...path, 'resources', index, hint]);
    },
    otherNames: [],
    namesAreOpen: false,
  };
}

function scriptOf(process: Json | undefined): string {
  if (!isJsonObject(process)) return '';
  const { cmd, script } = process;
  return [cmd, script].filter((text) => typeof text === 'string').join('\n');
}
