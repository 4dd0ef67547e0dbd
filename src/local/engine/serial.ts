/** The serial engine: one job after the other, until one fails. */
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { PythonError } from '../../languages/python/error.ts';
import {
  type CommandPlace,
  earlyEnd,
  expandSerialWorkflow,
  selectSerialSteps,
  type SerialStep,
} from '../../languages/serial/serial-workflow.ts';
import { checkedHints } from './checked-hints.ts';
import type { Engine, EngineContext, EngineResult, JobRequest } from './engine.ts';

/** Runs the commands of a serial workflow as REANA does: each is a job of its own in a fresh container. */
export const serialEngine: Engine = async (context) => {
  const jobs = planSerialJobs(context);
  for (const job of jobs) {
    if (context.signal.aborted) return { status: 'stopped' };
    const outcome = await context.submit(job());
    if (outcome.status !== 'finished') return ended(context, outcome.status);
  }
  return { status: 'finished' };
};

function ended(context: EngineContext, status: 'failed' | 'stopped'): EngineResult {
  return { status: context.signal.aborted ? 'stopped' : status };
}

/**
 * The jobs of a serial workflow, in order; each one is made when its turn comes, and may fail then.
 *
 * @throws PythonError when parameters cannot be put in, or a step has a wrong type
 */
export function planSerialJobs(
  context: Pick<
    EngineContext,
    'generation' | 'workspace' | 'specification' | 'parameters' | 'options' | 'setTotal'
  >,
): (() => JobRequest)[] {
  const workflow = isJsonObject(context.specification.workflow)
    ? context.specification.workflow
    : {};
  const steps = expandSerialWorkflow(workflow.specification ?? null, context.parameters);
  // REANA counts all commands, also those that FROM and TARGET leave out.
  context.setTotal(steps.reduce((total, step) => total + step.commands.length, 0));
  const defaults = isJsonObject(workflow.resources) ? workflow.resources : {};
  const selected = selectSerialSteps(steps, {
    ...textOption(context.options, 'FROM', 'from'),
    ...textOption(context.options, 'TARGET', 'target'),
  });
  const end = earlyEnd(selected);
  return selected.flatMap((step, index) =>
    step.commands
      // Nothing is run after the command that REANA takes for the last one.
      .filter((_, place) => end === undefined || isUpTo(end, { step: index, command: place }))
      .map((command) => () => jobRequest(step, command, context, defaults.kerberos === true)),
  );
}

function isUpTo(end: CommandPlace, { step, command }: CommandPlace): boolean {
  return step < end.step || (step === end.step && command <= end.command);
}

function textOption(
  options: JsonObject,
  name: string,
  key: 'from' | 'target',
): { from?: string; target?: string } {
  const value = options[name];
  return typeof value === 'string' && value !== '' ? { [key]: value } : {};
}

function jobRequest(
  step: SerialStep,
  command: string,
  { workspace, generation }: Pick<EngineContext, 'workspace' | 'generation'>,
  kerberos: boolean,
): JobRequest {
  if (step.image === undefined) throw new PythonError('KeyError', "'environment'");
  return {
    name: step.name,
    image: step.image,
    command: `cd ${workspace} && ${command}`,
    prettyCommand: command,
    hints: checkedHints({ kerberos, ...step.data }, { engine: 'serial', generation }),
  };
}
