/** The rules for CWL workflows. */
import type { CwlSubject } from '../document.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import { cwlContainer } from './cwl-container.ts';
import { cwlDocument } from './cwl-document.ts';
import { cwlField } from './cwl-field.ts';
import { cwlKind } from './cwl-kind.ts';
import { cwlParameter } from './cwl-parameter.ts';
import { cwlLocalDefault } from './cwl-local-default.ts';
import { cwlRequirement } from './cwl-requirement.ts';
import { cwlRun } from './cwl-run.ts';
import { cwlSource } from './cwl-source.ts';
import { cwlStepPort } from './cwl-step-port.ts';
import { cwlValue } from './cwl-value.ts';

export const cwlRules: readonly Rule<CwlSubject>[] = [
  cwlDocument,
  cwlRun,
  cwlField,
  cwlValue,
  cwlKind,
  cwlRequirement,
  cwlLocalDefault,
  cwlSource,
  cwlStepPort,
  cwlParameter,
  cwlContainer,
];
