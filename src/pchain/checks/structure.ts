/** Checks of the structure of a chain: the fields of CWL, the keys of PanDA, a value for each. */
import type { Finding } from '../../base/error.ts';
import { suggest, suggestionHint } from '../../document/suggestion.ts';
import { type Chain, type ChainStep, findingOn, textOf } from '../chain.ts';
import type { ChainRuleId } from '../rules.ts';
import { stepKinds } from '../step-kind.ts';
import { feederOf } from './order.ts';

const workflowFields = ['cwlVersion', 'class', 'inputs', 'outputs', 'steps'];
const stepFields = ['run', 'in', 'out'];
const texts = ['opt_exec', 'opt_args', 'opt_containerImage'];

/** Fields of the workflow and of its steps. */
export function checkStructure(chain: Chain): Finding[] {
  const root = chain.data;
  const rule: ChainRuleId = 'chain-structure';
  const findings: Finding[] = workflowFields
    .filter((field) => root[field] === undefined || root[field] === null)
    .map((field) => ({
      rule,
      severity: 'error',
      message: `${field} is missing`,
      ...chain.source.position([]),
    }));
  if (root.class !== undefined && root.class !== 'Workflow') {
    findings.push({
      rule,
      severity: 'error',
      message: 'class is not Workflow',
      ...chain.source.position(['class']),
    });
  }
  return [...findings, ...chain.steps.flatMap((step) => checkStep(chain, step))];
}

function checkStep(chain: Chain, step: ChainStep): Finding[] {
  const findings: Finding[] = [];
  const rule: ChainRuleId = 'chain-structure';
  for (const field of stepFields) {
    if (step.fields[field] !== undefined) continue;
    const hint =
      field === 'out' ? 'Write out: [outDS].' : `Every step has ${stepFields.join(', ')}.`;
    findings.push(
      findingOn(chain, step, '', { rule, severity: 'error', message: `${field} is missing`, hint }),
    );
  }
  const { out, run } = step.fields;
  if (out !== undefined && !(Array.isArray(out) && out.every((name) => typeof name === 'string'))) {
    findings.push({
      rule,
      severity: 'error',
      message: `${step.name}: out is no list of names`,
      hint: 'Write out: [outDS].',
      ...chain.source.position([...step.path, 'out']),
    });
  }
  if (run !== undefined && typeof run !== 'string') {
    findings.push({
      rule,
      severity: 'error',
      message: `${step.name}: run is not a name`,
      hint: 'Put the workflow into a file of its own and name it.',
      ...chain.source.position([...step.path, 'run']),
    });
  }
  return [...findings, ...checkStepInputs(chain, step)];
}

/** The keys that a step takes and needs, and a value for each. */
export function checkStepInputs(chain: Chain, step: ChainStep): Finding[] {
  return [...checkKeys(chain, step), ...checkValues(chain, step)];
}

function checkKeys(chain: Chain, step: ChainStep): Finding[] {
  if (step.kind === undefined) return [];
  const { known, required } = stepKinds[step.kind];
  const kind = step.kind;
  return [
    ...required
      .filter((key) => !step.inputs.has(key))
      .map((key) =>
        findingOn(chain, step, key, {
          rule: 'missing-key' satisfies ChainRuleId,
          severity: 'error',
          message: `${key} is missing`,
          hint:
            key === 'opt_args'
              ? 'Write opt_args even when it is empty: {default: ""}.'
              : 'It is the command.',
        }),
      ),
    ...[...step.inputs]
      .filter(([key]) => !known.includes(key))
      .map(([key, input]): Finding => ({
        rule: 'unknown-key' satisfies ChainRuleId,
        severity: 'error',
        message: `${step.name}: a ${kind} step does not take ${key}`,
        hint: suggestionHint(key, known),
        ...chain.source.keyPosition(input.path),
      })),
  ];
}

/** Each input has a value: a default, an input of the workflow that has one, or a step's output. */
function checkValues(chain: Chain, step: ChainStep): Finding[] {
  const findings: Finding[] = [];
  for (const [key, input] of step.inputs) {
    const unknown = input.sources.filter((source) => !exists(chain, source));
    const hasValue = input.value !== undefined || input.sources.length > 0;
    if (unknown.length > 0 || !hasValue) {
      const names = [
        ...chain.inputs,
        ...chain.steps.flatMap(({ name, outputs }) => outputs.map((output) => `${name}/${output}`)),
      ];
      const [source] = unknown;
      const message =
        source === undefined
          ? `${key} has neither a source nor a default`
          : `${key}: there is no ${source} with a value`;
      const near = source === undefined ? undefined : suggest(source, names);
      const hint =
        near === undefined ? 'A value is written as {default: "…"}.' : `Did you mean ${near}?`;
      findings.push(
        findingOn(chain, step, key, {
          rule: 'no-value' satisfies ChainRuleId,
          severity: 'error',
          message,
          hint,
        }),
      );
    }
    if (texts.includes(key) && input.value !== undefined && typeof input.value !== 'string') {
      findings.push(
        findingOn(chain, step, key, {
          rule: 'wrong-type' satisfies ChainRuleId,
          severity: 'error',
          message: `${key} is not a text`,
          hint: 'Put it into quotation marks.',
        }),
      );
    }
  }
  if (needsCommand(step) && textOf(step, 'opt_exec') === '') {
    findings.push(
      findingOn(chain, step, 'opt_exec', {
        rule: 'no-value' satisfies ChainRuleId,
        severity: 'error',
        message: 'opt_exec is empty',
        hint: 'It is the command.',
      }),
    );
  }
  return findings;
}

function needsCommand({ kind }: ChainStep): boolean {
  return kind !== undefined && stepKinds[kind].required.includes('opt_exec');
}

/** An input without a default may get its value from `--yaml`, or from the step that runs this workflow. */
function exists(chain: Chain, source: string): boolean {
  return chain.inputs.has(source.replace(/^#/, '')) || feederOf(chain, source) !== undefined;
}
