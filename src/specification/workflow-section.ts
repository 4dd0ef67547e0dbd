/** The section `workflow` of a specification. */
import type { Json, JsonObject } from '../base/json.ts';
import { addError, listAt, mappingAt, pathLabel, textAt, type Check } from '../document/check.ts';
import { readPath, readPaths } from './placed-path.ts';
import type { WorkflowLanguage } from './specification.ts';
import { suggest } from '../document/suggestion.ts';

const languages = ['serial', 'yadage', 'cwl', 'snakemake'] as const satisfies WorkflowLanguage[];

/** Takes out what kind of workflow it is, and its file, noting everything that is wrong with it. */
export function readWorkflow(
  check: Check,
  data: JsonObject,
): { language: WorkflowLanguage | undefined; workflowFile?: string } {
  if (data.workflow === undefined) {
    addError(
      check,
      'no-workflow',
      [],
      'the specification has no workflow',
      'Add workflow: with its type.',
    );
    return { language: undefined };
  }
  const workflow = mappingAt(check, data.workflow, ['workflow']);
  const language = readLanguage(check, workflow.type);
  for (const key of ['files', 'directories'] as const) {
    readPaths(check, workflow[key], ['workflow', key]);
  }
  const parameterFile = mappingAt(check, workflow.parameters, ['workflow', 'parameters']).file;
  readPath(check, parameterFile, ['workflow', 'parameters', 'file']);
  mappingAt(check, workflow.resources, ['workflow', 'resources']);
  const file = readPath(check, workflow.file, ['workflow', 'file'], language);
  if (language === 'serial' && workflow.specification !== undefined) {
    checkSerial(check, workflow.specification);
  } else if (workflow.file === undefined && language !== undefined) {
    const wanted = language === 'serial' ? 'specification' : 'file';
    addError(check, 'no-workflow', ['workflow'], `a ${language} workflow needs workflow.${wanted}`);
  }
  return { language, ...(file === undefined ? {} : { workflowFile: file }) };
}

function readLanguage(check: Check, value: Json | undefined): WorkflowLanguage | undefined {
  const path = ['workflow', 'type'];
  if (value === undefined) {
    addError(
      check,
      'no-workflow-type',
      ['workflow'],
      'workflow.type is missing',
      `Give one of ${languages.join(', ')}.`,
    );
    return undefined;
  }
  const text = textAt(check, value, path);
  const language = languages.find((known) => known === text);
  if (language === undefined && text !== undefined) {
    const bare = text.replace(/[\u2018-\u201F"']/g, '');
    const near = suggest(bare, languages);
    addError(
      check,
      'unknown-workflow-type',
      path,
      `REANA has no workflow type ${text}`,
      bare !== text && near === bare
        ? `Write ${near} without these quotation marks.`
        : near === undefined
          ? `Give one of ${languages.join(', ')}.`
          : `Did you mean ${near}?`,
    );
  }
  return language;
}

/** There has to be a step, and each needs a list of commands and an image. */
function checkSerial(check: Check, value: Json): void {
  const path = ['workflow', 'specification'];
  const steps = mappingAt(check, value, path).steps;
  if (steps === undefined) {
    addError(check, 'no-steps', path, 'a serial workflow needs workflow.specification.steps');
  }
  const list = listAt(check, steps, [...path, 'steps']);
  if (Array.isArray(steps) && list.length === 0) {
    addError(check, 'no-steps', [...path, 'steps'], 'the list of steps is empty');
  }
  for (const [index, item] of list.entries()) {
    const place = [...path, 'steps', index];
    const step = mappingAt(check, item, place);
    const commands = listAt(check, step.commands, [...place, 'commands']);
    if (step.commands === undefined || commands.length === 0) {
      addError(check, 'no-commands', place, `${pathLabel(place)} has no commands`);
    }
    for (const [position, command] of commands.entries()) {
      textAt(check, command, [...place, 'commands', position]);
    }
    if (step.environment === undefined) {
      addError(check, 'no-environment', place, `${pathLabel(place)} has no environment (image)`);
    }
    textAt(check, step.environment, [...place, 'environment']);
    textAt(check, step.name, [...place, 'name']);
  }
}
