/** The rules for serial workflows. */
import type { Rule } from '../../../lint/kit/rule.ts';
import type { SerialSubject } from '../steps.ts';
import { serialEarlyEnd } from './serial-early-end.ts';
import { serialOption } from './serial-option.ts';
import { serialPlaceholder } from './serial-placeholder.ts';
import { serialShellState } from './serial-shell-state.ts';
import { serialStepName } from './serial-step-name.ts';
import { serialUncheckedLines } from './serial-unchecked-lines.ts';
import { serialUnusedParameter } from './serial-unused-parameter.ts';

export const serialRules: readonly Rule<SerialSubject>[] = [
  serialPlaceholder,
  serialEarlyEnd,
  serialShellState,
  serialUncheckedLines,
  serialStepName,
  serialOption,
  serialUnusedParameter,
];
