/**
 * The steps that REANA knows, with the check that each stands for (`reana_commons.gherkin_parser.functions`,
 * 0.95). They are tried in this order, and the first that fits counts.
 */
import type { Check } from './check.ts';
import { isFileInWorkspace, isNoFileInWorkspace, outputsInWorkspace } from './workspace-checks.ts';
import { fileContains, fileHasChecksum, fileHasSize, fileIsBetween } from './file-checks.ts';
import { engineLogsContain, jobLogsContain, logsContain, stepLogsContain } from './log-checks.ts';
import {
  isCompleted,
  isInStatus,
  runIsShorter,
  shouldBeInStatus,
  stepIsShorter,
  workspaceIsLarger,
  workspaceIsSmaller,
} from './run-checks.ts';

/** REANA has no steps for `Given`. */
export type StepKind = 'When' | 'Then';

export interface StepMatch {
  readonly check: Check;
  /** What stands in the places of the form, in its order. */
  readonly values: readonly string[];
}

/** One way to write a step: `{filename}` stands for any text, as short as can be. */
export interface StepForm {
  readonly kind: StepKind;
  readonly pattern: string;
  readonly check: Check;
}

export const stepForms: readonly StepForm[] = [
  ...forms('When', isCompleted, 'the workflow execution completes'),
  ...forms('When', isInStatus, 'the workflow status is {status}', 'the workflow is {status}'),
  ...forms(
    'Then',
    shouldBeInStatus,
    'the workflow status should be {status}',
    'the workflow should be {status}',
  ),
  ...forms(
    'Then',
    outputsInWorkspace,
    'all the outputs should be included in the workspace',
    'the outputs should be included in the workspace',
  ),
  ...forms(
    'Then',
    isFileInWorkspace,
    '{filename} should be in the workspace',
    'the workspace should contain "{filename}"',
    'the workspace should include "{filename}"',
  ),
  ...forms(
    'Then',
    isNoFileInWorkspace,
    '{filename} should not be in the workspace',
    'the workspace should not contain {filename}',
    'the workspace should not include {filename}',
  ),
  ...forms('Then', logsContain, 'the logs should contain "{content}"'),
  ...forms('Then', engineLogsContain, 'the engine logs should contain "{content}"'),
  ...forms('Then', jobLogsContain, 'the job logs should contain "{content}"'),
  ...forms(
    'Then',
    stepLogsContain,
    'the job logs for the {step} step should contain "{content}"',
    'the job logs for the step {step} should contain "{content}"',
  ),
  ...forms(
    'Then',
    fileContains,
    'the file {filename} should contain "{content}"',
    'the file {filename} should include "{content}"',
  ),
  ...forms(
    'Then',
    fileHasChecksum,
    'the {algorithm} checksum of the file {filename} should be {checksum}',
  ),
  ...forms('Then', runIsShorter, 'the workflow run duration should be less than {minutes} minutes'),
  ...forms(
    'Then',
    stepIsShorter,
    'the duration of the step {step} should be less than {minutes} minutes',
  ),
  ...forms('Then', fileHasSize, 'the size of the file {filename} should be exactly {size}'),
  ...forms(
    'Then',
    fileIsBetween,
    'the size of the file {filename} should be between {size} and {size2}',
  ),
  ...forms('Then', workspaceIsSmaller, 'the workspace size should be less than {size}'),
  ...forms('Then', workspaceIsLarger, 'the workspace size should be more than {size}'),
];

/** @returns `undefined` when REANA knows no such step */
export function matchStep(kind: StepKind, text: string): StepMatch | undefined {
  for (const { form, expression } of compiled) {
    const found = form.kind === kind ? expression.exec(text) : null;
    if (found !== null) return { check: form.check, values: found.slice(1) };
  }
  return undefined;
}

function forms(kind: StepKind, check: Check, ...patterns: readonly string[]): StepForm[] {
  return patterns.map((pattern) => ({ kind, pattern, check }));
}

/** As Python's `parse` has it: the case of letters does not count, and `{…}` takes line ends, too. */
const compiled = stepForms.map((form) => ({
  form,
  expression: new RegExp(`^${form.pattern.replaceAll(/\{\w+\}/g, '(.+?)')}$`, 'is'),
}));
