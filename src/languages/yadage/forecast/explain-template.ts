/** Advice on braces that Python's `str.format` cannot fill in. */
import type { PythonError } from '../../python/error.ts';
import type { Position } from '../../../document/source-document.ts';
import { suggest } from '../../../document/suggestion.ts';
import type { StepNode } from '../semantics/model.ts';
import type { Pointer } from '../semantics/value.ts';
import type { Mistake } from './model.ts';
import type { TemplateProblem } from './template.ts';

/** For braces in the value of a parameter. */
export function explainParameter(
  { task }: StepNode,
  text: string,
  pointer: Pointer,
  error: PythonError,
  position: Position,
): Mistake {
  const owner =
    task.stage === 'init'
      ? `input parameter ${pointer.join('.')}`
      : `parameter ${pointer.join('.')} of stage ${task.stage}`;
  const known = Object.keys(task.state.names).map((name) => `{${name}}`);
  const isWorkdir = error.text === "'workdir'";
  return {
    rule: 'yadage-parameter-placeholder',
    message: isWorkdir
      ? `${owner} holds {workdir}, and inputs have no folder of their own: the whole run ends`
      : `${owner} holds braces that stand for nothing, and the whole run ends (${error.message}): ${shorten(text)}`,
    hint: isWorkdir
      ? 'Write {workdir} into the parameters of a step.'
      : `Only ${known.join(', ')} can be used here; put other braces into the command, doubled.`,
    ...position,
  };
}

/**
 * For braces in a command, or in what is published.
 *
 * @param end what happens
 */
export function explainProblem(
  problem: TemplateProblem,
  template: string,
  where: string,
  parameters: readonly string[],
  end: string,
): Pick<Mistake, 'message' | 'hint'> {
  const { missing, error, index } = problem;
  if (missing === undefined) {
    return {
      message: `${where} cannot be filled in, and ${end} (${error.message})`,
      hint: 'Double the braces that are meant as they are: {{ and }}.',
    };
  }
  const message = `{${shorten(missing)}} in ${where} is no parameter of the stage, and ${end} (${error.message})`;
  if (template[index - 1] === '$') {
    return { message, hint: `Write $\{{${missing}}} for a variable of the shell.` };
  }
  if (missing === 'workdir') {
    const hint =
      "Add outputdir: '{workdir}' to the parameters of the stage and write {outputdir} here.";
    return { message, hint };
  }
  if (!/^[A-Za-z_]\w*$/.test(missing)) {
    return { message, hint: 'Double the braces that are meant as they are: {{ and }}.' };
  }
  const near = suggest(missing, parameters);
  const hint =
    near === undefined
      ? `Add ${missing} to the parameters of the stage, or write {{${missing}}}.`
      : `Did you mean ${near}?`;
  return { message, hint };
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 37)}...` : line;
}
