/** The steps of a serial workflow with their images and hints, for lint and the check of secrets. */
import type { Json } from '../../base/json.ts';
import { writtenSteps, type WrittenStep } from './written-step.ts';
import type { Position } from '../../document/source-document.ts';
import type { Specification } from '../../specification/specification.ts';
import type { LintStep, StepCommand, StepsSubject } from '../../lint/kit/step.ts';
import { positionInText } from '../../document/text-position.ts';

export interface SerialCommand extends StepCommand {
  /** Where the command begins. */
  readonly position: Position;
}

export interface SerialLintStep extends LintStep {
  /** As it is written; REANA calls a step without one by its number. */
  readonly givenName: string | undefined;
  readonly commands: readonly SerialCommand[];
}

export interface SerialSubject extends StepsSubject {
  readonly steps: readonly SerialLintStep[];
}

const otherNames = ['name', 'environment', 'commands', 'unpacked_image'];

export function serialSteps(specification: Specification): SerialLintStep[] {
  return writtenSteps(specification).map((step) => readStep(specification, step));
}

function readStep(
  { document }: Specification,
  { index, data: step, path: place }: WrittenStep,
): SerialLintStep {
  const { environment } = step;
  const name = typeof step.name === 'string' ? step.name : undefined;
  const commands = Array.isArray(step.commands) ? (step.commands as readonly Json[]) : [];
  const texts = commands.filter((command) => typeof command === 'string');
  const hints = Object.entries(step).filter(([key]) => !otherNames.includes(key));
  return {
    label: `step ${name ?? index + 1}`,
    name: name ?? String(index + 1),
    givenName: name,
    position: document.position(place),
    ...(typeof environment === 'string'
      ? { image: { name: environment, position: document.position([...place, 'environment']) } }
      : {}),
    script: texts.join('\n'),
    hints: Object.fromEntries(hints),
    hintPosition: (hint) => document.keyPosition([...place, hint]),
    hintValuePosition: (hint) => document.position([...place, hint]),
    otherNames,
    namesAreOpen: false,
    commands: commands.flatMap((text, position) => {
      if (typeof text !== 'string') return [];
      const path = [...place, 'commands', position];
      return [
        {
          text,
          position: document.position(path),
          positionOf: (at) => positionInText(document, path, text, at),
        },
      ];
    }),
  };
}
