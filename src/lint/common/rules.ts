/** The rules for analyses in every language. */
import type { Rule } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';
import { aliasedCollection } from './aliased-collection.ts';
import { bundlePath } from './bundle-path.ts';
import { credentialAsInput } from './credential-as-input.ts';
import { dangerousCommand } from './dangerous-command.ts';
import { duplicateOutput } from './duplicate-output.ts';
import { ignoredSource } from './ignored-source.ts';
import { directoryAsFile, fileAsDirectory } from './input-kind.ts';
import { missingInput } from './missing-input.ts';
import { missingSecret } from './missing-secret.ts';
import { newerKey } from './newer-key.ts';
import { noOutputs } from './no-outputs.ts';
import { outputPlaceholder } from './output-placeholder.ts';
import { parameterFileRule } from './parameter-file.ts';
import { secretInCommand } from './secret-in-command.ts';
import { testFeature } from './test-feature.ts';
import { tooManyPaths } from './too-many-paths.ts';
import { unfetchedInput } from './unfetched-input.ts';
import { unsendableInputs } from './unsendable-input.ts';
import { workflowResources } from './workflow-resources.ts';
import { workspaceRoot } from './workspace-root.ts';

export const commonRules: readonly Rule<LintSubject>[] = [
  missingInput,
  unfetchedInput,
  ...unsendableInputs,
  directoryAsFile,
  fileAsDirectory,
  ignoredSource,
  workflowResources,
  parameterFileRule,
  tooManyPaths,
  newerKey,
  aliasedCollection,
  bundlePath,
  secretInCommand,
  credentialAsInput,
  missingSecret,
  dangerousCommand,
  duplicateOutput,
  noOutputs,
  outputPlaceholder,
  testFeature,
  workspaceRoot,
];
