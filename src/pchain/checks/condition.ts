/** `when` and `scatter` of a step, in the small part of CWL that PanDA's reader understands. */
import type { Finding } from '../../base/error.ts';
import { type Chain, type ChainStep, findingOn, type StepInput } from '../chain.ts';
import type { ChainRuleId } from '../rules.ts';
import { feederOf } from './order.ts';

const conditionHint =
  'PanDA takes self.INPUT, with !, &&, || and parentheses, where INPUT is fed by another step.';

/** What a step waits for, and what it is repeated over. */
export function checkCondition(chain: Chain, step: ChainStep): Finding[] {
  return [
    ...describeCondition(chain, step).map((message) => report(chain, step, 'when', message)),
    ...describeScatter(step).map((message) => report(chain, step, 'scatter', message)),
  ];
}

/** Inputs that a condition denies: PanDA passes them over. */
export function deniedInputs({ fields: { when } }: ChainStep): ReadonlySet<string> {
  const text = typeof when === 'string' ? when : '';
  return new Set([...text.matchAll(/!\s*self\.([^!=\s&|()]+)/g)].map(([, name]) => name ?? ''));
}

function describeCondition(chain: Chain, step: ChainStep): string[] {
  const { when } = step.fields;
  if (when === undefined || when === null || when === '') return [];
  if (typeof when !== 'string') return ['the condition is not a text'];
  let plain = when.replace(/\$\((.+)\)/, '$1');
  const problems: string[] = [];
  // The innermost parentheses first; what stands in them is one word afterwards.
  for (let inner = /\(([^()]+)\)/.exec(plain); inner !== null; inner = /\(([^()]+)\)/.exec(plain)) {
    problems.push(...describePlain(chain, step, inner[1] ?? ''));
    plain = plain.replace(inner[0], ' self ').replace(/! *self /, ' self ');
  }
  return [...problems, ...describePlain(chain, step, plain)];
}

/** A condition without parentheses; the word `self` alone stands for one that had them. */
function describePlain(chain: Chain, step: ChainStep, text: string): string[] {
  const words = text
    .replace(/ *! */g, '!')
    .replaceAll('||', ' || ')
    .replaceAll('&&', ' && ')
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return ['the condition is empty'];
  const problems: string[] = [];
  let operands = 0;
  let hasOperator = false;
  for (const word of words) {
    if (word === '||' || word === '&&') {
      hasOperator = true;
      continue;
    }
    operands += 1;
    if (operands > 1 && !hasOperator) problems.push(`nothing stands before ${word}`);
    if (word === 'self') continue;
    const name = /^!?self\.([^!=]+)/.exec(word)?.[1];
    if (name === undefined) problems.push(`${word} is not understood`);
    else problems.push(...describeOperand(chain, step, name));
  }
  return problems;
}

function describeOperand(chain: Chain, step: ChainStep, text: string): string[] {
  const [, name = text, index] = /^([^[]+)\[(\d+)\]/.exec(text) ?? [];
  const input = step.inputs.get(name);
  if (input === undefined) return [`the step has no input ${name}`];
  const feeders = input.sources.filter((source) => feederOf(chain, source) !== undefined);
  if (feeders.length === 0) return [`${name} is not fed by another step`];
  const isBeyond = input.isList && index !== undefined && Number(index) >= feeders.length;
  return isBeyond ? [`${name} has no member ${index}`] : [];
}

function describeScatter({ fields: { scatter }, inputs }: ChainStep): string[] {
  if (scatter === undefined || scatter === null) return [];
  if (!Array.isArray(scatter)) return ['scatter is no list: write scatter: [INPUT]'];
  return scatter.flatMap((name) => {
    const input: StepInput | undefined = typeof name === 'string' ? inputs.get(name) : undefined;
    if (input === undefined) return [`the step has no input ${String(name)}`];
    return input.sources.length > 0 ? [] : [`${String(name)} has no source to take values of`];
  });
}

function report(chain: Chain, step: ChainStep, field: string, message: string): Finding {
  const finding = findingOn(chain, step, '', {
    rule: 'condition' satisfies ChainRuleId,
    severity: 'error',
    message: `${field}: ${message}`,
    ...(field === 'when' ? { hint: conditionHint } : {}),
  });
  return { ...finding, ...chain.source.position([...step.path, field]) };
}
