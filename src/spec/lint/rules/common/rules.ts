/** The rules for analyses in every language. */
import type { Rule } from '../../rule.ts';
import type { LintSubject } from '../../subject.ts';
import { dangerousCommand } from './dangerous-command.ts';
import { duplicateOutput } from './duplicate-output.ts';
import { ignoredSource } from './ignored-source.ts';
import { directoryAsFile, fileAsDirectory } from './input-kind.ts';
import { missingInput } from './missing-input.ts';
import { missingSecret } from './missing-secret.ts';
import { noOutputs } from './no-outputs.ts';
import { secretInCommand } from './secret-in-command.ts';
import { workflowResources } from './workflow-resources.ts';
import { workspaceRoot } from './workspace-root.ts';

export const commonRules: readonly Rule<LintSubject>[] = [
  missingInput,
  directoryAsFile,
  fileAsDirectory,
  ignoredSource,
  workflowResources,
  secretInCommand,
  missingSecret,
  dangerousCommand,
  duplicateOutput,
  noOutputs,
  workspaceRoot,
];
