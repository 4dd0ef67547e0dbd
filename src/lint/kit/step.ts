/** A step with its image and hints, in whichever language it was written: the model for rules and secrets. */
import type { Finding } from '../../base/error.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Position } from '../../document/source-document.ts';
import type { LintSubject } from './subject.ts';

/** Something that a shell of its own gets. */
export interface StepCommand {
  readonly text: string;
  /** Where `text[index]` stands, or at least near it. */
  positionOf(index: number): Position;
}

export interface LintStep {
  /** As its author calls it; absent when the whole workflow is one step, or the step has no name. */
  readonly name?: string;
  /** As a message names it: `step fit`. */
  readonly label: string;
  readonly position: Position;
  readonly image?: { readonly name: string; readonly position: Position };
  /** The commands as they are written, as far as they are known. */
  readonly script: string;
  /** The commands that start in the workspace, one by one; none in languages that start them elsewhere. */
  readonly commands: readonly StepCommand[];
  /** Hints for REANA by their names; what could not be read is left out. */
  readonly hints: JsonObject;
  /** Where the name of a hint stands. */
  hintPosition(name: string): Position;
  /** Where the value of a hint stands. */
  hintValuePosition(name: string): Position;
  /** Names that the language itself uses where the hints stand. */
  readonly otherNames: readonly string[];
  /** Whether the language lets authors invent names there. */
  readonly namesAreOpen: boolean;
}

export interface StepsSubject extends LintSubject {
  readonly steps: readonly LintStep[];
}

/**
 * A check that needs more than the analysis: a server, a program, a container engine.
 *
 * @param found what was found before
 */
export type OutsideCheck = (
  subject: StepsSubject,
  found: readonly Finding[],
) => Promise<readonly Finding[]>;
