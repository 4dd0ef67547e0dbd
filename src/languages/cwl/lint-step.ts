/** The jobs of a CWL workflow, for the rules about images and hints. */
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import type { NodePath } from '../../document/source-document.ts';
import type { CwlProcess, CwlWorkflow } from './workflow.ts';
import { entriesOf, requirementOf } from './entry.ts';
import type { LintStep } from '../../lint/kit/step.ts';

/** Every tool, and every step of a workflow that has hints of its own. */
export function cwlSteps({ processes }: CwlWorkflow): LintStep[] {
  return processes.flatMap((process) =>
    process.data.class === 'CommandLineTool' ? [toolStep(process)] : hintedSteps(process),
  );
}

function toolStep({ source, path, data, step }: CwlProcess): LintStep {
  const docker = requirementOf(data, 'DockerRequirement');
  const image = docker?.value.dockerPull;
  return {
    label: step === undefined ? 'the workflow' : `step ${step}`,
    position: source.position(path),
    script: [data.baseCommand, data.arguments].flatMap(textsIn).join('\n'),
    commands: [],
    ...(docker === undefined || typeof image !== 'string'
      ? {}
      : {
          image: {
            name: image,
            position: source.position([...path, ...docker.path, 'dockerPull']),
          },
        }),
    ...hintsOf({ source }, data, path),
  };
}

function hintedSteps({ source, path, data }: CwlProcess): LintStep[] {
  return entriesOf(data.steps).flatMap(({ id, value, path: own }) => {
    if (!isJsonObject(value) || requirementOf(value, 'reana') === undefined) return [];
    const place = [...path, 'steps', ...own];
    const position = source.position(place);
    return [
      {
        label: `step ${id}`,
        position,
        script: '',
        commands: [],
        ...hintsOf({ source }, value, place),
      },
    ];
  });
}

function textsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(textsIn);
  return isJsonObject(value) ? textsIn(value.valueFrom) : [];
}

function hintsOf(
  { source }: Pick<CwlProcess, 'source'>,
  holder: JsonObject,
  place: NodePath,
): Pick<LintStep, 'hints' | 'hintPosition' | 'otherNames' | 'namesAreOpen'> {
  const reana = requirementOf(holder, 'reana');
  return {
    hints: Object.fromEntries(
      Object.entries(reana?.value ?? {}).filter(([name]) => name !== 'class'),
    ),
    hintPosition: (name) => source.keyPosition([...place, ...(reana?.path ?? []), name]),
    otherNames: [],
    namesAreOpen: false,
  };
}
