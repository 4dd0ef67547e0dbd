/** The rules for yadage workflows. */
import type { Rule } from '../../../lint/kit/rule.ts';
import type { YadageSubject } from '../lint-subject.ts';
import { yadageCommandPlaceholder } from './command-placeholder.ts';
import { yadageCycle } from './cycle.ts';
import { yadageDependency } from './dependency.ts';
import { yadageEmptyResult } from './empty-result.ts';
import { yadageEnvironment } from './environment.ts';
import { yadageIgnoredEnvironment } from './ignored-environment.ts';
import { yadageImageTagTwice } from './image-tag-twice.ts';
import { yadageLiteralSelector } from './literal-selector.ts';
import { yadageNoParameters } from './no-parameters.ts';
import { yadageNotChecked } from './not-checked.ts';
import { yadageNotWaiting } from './not-waiting.ts';
import { yadageOrder } from './order.ts';
import { yadageOutputFolder } from './output-folder.ts';
import { yadageParameterPlaceholder } from './parameter-placeholder.ts';
import { yadagePathExpression } from './path-expression.ts';
import { yadagePublishedNull } from './published-null.ts';
import { yadagePublisherPlaceholder } from './publisher-placeholder.ts';
import { yadageScatter } from './scatter.ts';
import { yadageSelector } from './selector.ts';
import { yadageSelectorKey } from './selector-key.ts';
import { yadageSingleStep } from './single-step.ts';
import { yadageStageName } from './stage-name.ts';
import { yadageTask } from './task.ts';
import { yadageUnknownOutput } from './unknown-output.ts';
import { yadageUnknownParameter } from './unknown-parameter.ts';
import { yadageUnknownStage } from './unknown-stage.ts';
import { yadageUnusedParameter } from './unused-parameter.ts';
import { yadageWorkdirParameter } from './workdir-parameter.ts';

export const yadageRules: readonly Rule<YadageSubject>[] = [
  yadageDependency,
  yadageCycle,
  yadageNoParameters,
  yadageUnknownParameter,
  yadageUnknownStage,
  yadageUnknownOutput,
  yadageNotWaiting,
  yadageSingleStep,
  yadagePathExpression,
  yadageSelector,
  yadageSelectorKey,
  yadageLiteralSelector,
  yadageCommandPlaceholder,
  yadagePublisherPlaceholder,
  yadageParameterPlaceholder,
  yadageWorkdirParameter,
  yadagePublishedNull,
  yadageScatter,
  yadageTask,
  yadageEmptyResult,
  yadageStageName,
  yadageOrder,
  yadageEnvironment,
  yadageIgnoredEnvironment,
  yadageImageTagTwice,
  yadageOutputFolder,
  yadageUnusedParameter,
  yadageNotChecked,
];
