/** The stages of a yadage workflow and the steps they use, for its own rules. */
import type { NodePath } from '../../document/source-document.ts';
import type { Packtivity, Scheduler, Task, YadageStage, YadageWorkflow } from './read/workflow.ts';
import { imageWithTag } from './image.ts';
import { imageTag } from '../../lint/kit/image.ts';

/** A step where a stage uses it. */
export interface YadageTask {
  readonly stage: YadageStage;
  readonly step: Packtivity;
  /** Of the step, in the workflow's data. */
  readonly path: NodePath;
  /** Whether it is the only step of its stage. */
  readonly isOnly: boolean;
}

/** A stage, of the workflow itself or of a sub-workflow. */
export interface PlacedStage {
  readonly stage: YadageStage;
  readonly path: NodePath;
  /** All stages of the same workflow. */
  readonly siblings: readonly YadageStage[];
}

export function placedStages(workflow: YadageWorkflow): PlacedStage[] {
  return stagesBelow(workflow.stages, ['stages']);
}

/** Every use of a step in a stage; one that several stages refer to comes several times. */
export function yadageTasks(workflow: YadageWorkflow): YadageTask[] {
  return placedStages(workflow).flatMap(({ stage, path }) =>
    tasksOf(stage.scheduler).flatMap(({ task, place }) =>
      task.step === undefined
        ? []
        : [
            {
              stage,
              step: task.step,
              path: [...path, 'scheduler', ...place, 'step'],
              isOnly: place.length === 0,
            },
          ],
    ),
  );
}

/** Every step once, however many stages refer to it. */
export function uniqueTasks(workflow: YadageWorkflow): YadageTask[] {
  const byPlace = new Map<string, YadageTask>();
  for (const task of yadageTasks(workflow)) {
    const { source, path } = workflow.origin(task.path);
    const key = JSON.stringify([source.file, ...path]);
    if (!byPlace.has(key)) byPlace.set(key, task);
  }
  return Array.from(byPlace.values());
}

/** The image that REANA asks for; `undefined` when it has two tags, which is another rule's matter. */
export function imageName(image: string, tag: string | undefined): string | undefined {
  const whole = imageWithTag(image, tag);
  return whole === image || imageTag(image) === undefined ? whole : undefined;
}

function stagesBelow(stages: readonly YadageStage[], path: NodePath): PlacedStage[] {
  return stages.flatMap((stage, index) => {
    const place = [...path, index];
    const inner = tasksOf(stage.scheduler).flatMap(({ task, place: below }) =>
      task.workflow === undefined
        ? []
        : stagesBelow(task.workflow.stages, [
            ...place,
            'scheduler',
            ...below,
            'workflow',
            'stages',
          ]),
    );
    return [{ stage, path: place, siblings: stages }, ...inner];
  });
}

function tasksOf(scheduler: Scheduler): { readonly task: Task; readonly place: NodePath }[] {
  const cases = (scheduler.cases ?? []).map((task, index) => ({ task, place: ['cases', index] }));
  return [{ task: scheduler, place: [] }, ...cases];
}
