/** The steps of a yadage workflow with their images and hints, for lint and the check of secrets. */
import type { LintStep } from '../../lint/kit/step.ts';
import { checkExpansion } from './read/expansion.ts';
import {
  childrenOf,
  keyPositionOf,
  nodeToJson,
  positionOf,
  type SpecNode,
} from './read/spec-node.ts';
import { readResources } from './resources.ts';
import { imageName } from './task.ts';

/**
 * Every environment that REANA makes a container of; one that several stages share is there once.
 *
 * @param root of a workflow, which need not be valid
 */
export function yadageSteps(root: SpecNode): LintStep[] {
  const steps = new Map<string, LintStep>();
  for (const placed of environmentsIn(root, { isStep: false }, [new Set(), new Set()])) {
    if (checkExpansion(placed.environment) !== undefined) continue;
    const step = stepOf(placed);
    const { file, line, column } = step.position;
    const place = `${file}:${line}:${column}`;
    if (!steps.has(place)) steps.set(place, step);
  }
  return [...steps.values()];
}

interface PlacedEnvironment {
  /** Name of the nearest stage. */
  readonly stage: string | undefined;
  readonly environment: SpecNode;
  /** Of the step that the environment is for. */
  readonly process: SpecNode | undefined;
}

interface Place {
  readonly stage?: string;
  /** Whether the part stands for a step. */
  readonly isStep: boolean;
}

/** @param visited parts that were met as a step, and as anything else */
function* environmentsIn(
  node: SpecNode,
  { stage, isStep }: Place,
  visited: readonly [Set<SpecNode>, Set<SpecNode>],
): Iterable<PlacedEnvironment> {
  const known = visited[isStep ? 0 : 1];
  if (known.has(node)) return;
  known.add(node);
  if (node.kind !== 'dict') {
    for (const child of childrenOf(node)) {
      yield* environmentsIn(child.node, placeIn(stage, false), visited);
    }
    return;
  }
  const name = childOf(node, 'scheduler')?.kind === 'dict' ? textAt(node, 'name') : undefined;
  for (const [key, { node: child }] of node.entries) {
    const type = textAt(child, 'environment_type') ?? 'docker-encapsulated';
    if (!isStep || key !== 'environment' || child.kind !== 'dict') {
      yield* environmentsIn(child, placeIn(name ?? stage, key === 'step'), visited);
    } else if (type === 'docker-encapsulated') {
      yield { stage: name ?? stage, environment: child, process: childOf(node, 'process') };
    }
  }
}

function placeIn(stage: string | undefined, isStep: boolean): Place {
  return { ...(stage === undefined ? {} : { stage }), isStep };
}

/** REANA puts image and tag together. */
function stepOf({ stage, environment, process }: PlacedEnvironment): LintStep {
  const image = textAt(environment, 'image');
  const name = image === undefined ? undefined : imageName(image, textAt(environment, 'imagetag'));
  const resources = childOf(environment, 'resources');
  const { hints, indexOf } = readResources(resources && nodeToJson(resources));
  const nodeOf = (hint: string): SpecNode => {
    const entry = resources?.kind === 'list' ? resources.items[indexOf(hint)]?.node : undefined;
    return (entry === undefined ? undefined : childOf(entry, hint)) ?? resources ?? environment;
  };
  return {
    ...(stage === undefined ? {} : { name: stage }),
    label: stage === undefined ? 'the workflow' : `stage ${stage}`,
    position: positionOf(environment),
    script: ['cmd', 'script']
      .flatMap((key) => (process === undefined ? [] : (textAt(process, key) ?? [])))
      .join('\n'),
    commands: [],
    ...(name === undefined
      ? {}
      : { image: { name, position: positionOf(childOf(environment, 'image') ?? environment) } }),
    hints,
    hintPosition: (hint) => keyPositionOf(nodeOf(hint)),
    hintValuePosition: (hint) => positionOf(nodeOf(hint)),
    otherNames: [],
    namesAreOpen: false,
  };
}

function textAt(node: SpecNode, key: string): string | undefined {
  const child = childOf(node, key);
  return child?.kind === 'scalar' && typeof child.value === 'string' ? child.value : undefined;
}

function childOf(node: SpecNode, key: string): SpecNode | undefined {
  return node.kind === 'dict' ? node.entries.get(key)?.node : undefined;
}
