/** `opt_args`: the options of `prun`, with which PanDA makes the task. */
import type { Finding } from '../../base/error.ts';
import { suggest } from '../../document/suggestion.ts';
import { type Chain, type ChainStep, findingOn, textOf } from '../chain.ts';
import { switches, valueOptions } from '../prun-options.ts';
import type { ChainRuleId } from '../rules.ts';
import { splitWords } from '../shell-words.ts';

/** Options by name with their values; a switch has none. */
export type Arguments = ReadonlyMap<string, readonly string[]>;

const kinds = ['prun', 'junction', 'reana'];
const allOptions = [...switches, ...valueOptions];

/** Characters that PanDA refuses in the name of an output; a colon separates a suffix from the name. */
const refused = /[%|;><?'"()$@=&^#\\[\]{}`/]/;

/** Options that `prun` does not know, values that are missing, names of outputs that are refused. */
export function checkArguments(chain: Chain, step: ChainStep): Finding[] {
  const text = textOf(step, 'opt_args');
  if (text === undefined || step.kind === undefined || !kinds.includes(step.kind)) return [];
  const { options, problems } = parseArguments(text);
  const findings = problems.map(({ message, hint }) =>
    findingOn(chain, step, 'opt_args', {
      rule: 'arguments' satisfies ChainRuleId,
      severity: 'error',
      message: `opt_args: ${message}`,
      ...(hint === undefined ? {} : { hint }),
    }),
  );
  for (const output of outputsOf(options)) {
    const [character] = refused.exec(output.replace(/^regex\|/, '')) ?? [];
    if (character === undefined || output.startsWith('regex|')) continue;
    findings.push(
      findingOn(chain, step, 'opt_args', {
        rule: 'output-name' satisfies ChainRuleId,
        severity: 'error',
        message: `opt_args: --outputs does not take ${output}, because of ${character}`,
        hint: 'An output is a file in the working folder.',
      }),
    );
  }
  return findings;
}

/** The options in `opt_args`; what is wrong with them is for {@link checkArguments}. */
export function argumentsOf(step: ChainStep): Arguments {
  return parseArguments(textOf(step, 'opt_args') ?? '').options;
}

/** Files that a step is to store. `--outputs` given twice counts as given the second time. */
export function outputsOf(options: Arguments): string[] {
  const last = options.get('--outputs')?.at(-1) ?? '';
  return last.split(',').filter((name) => name !== '');
}

interface Problem {
  readonly message: string;
  readonly hint?: string;
}

function parseArguments(text: string): { options: Arguments; problems: Problem[] } {
  const options = new Map<string, string[]>();
  const problems: Problem[] = [];
  const words = splitWords(text);
  if (words === undefined) return { options, problems: [{ message: 'a quotation is not closed' }] };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const [given, joined] = splitOnce(word);
    const option = given.startsWith('-') ? findOption(given) : undefined;
    if (option === undefined) {
      problems.push(describeStray(word, given));
      continue;
    }
    const values = options.get(option) ?? [];
    options.set(option, values);
    if (switches.includes(option)) continue;
    const value = joined ?? words[at + 1];
    if (value === undefined || (joined === undefined && /^--?[A-Za-z]/.test(value))) {
      problems.push({ message: `${option} has no value` });
      continue;
    }
    if (joined === undefined) at += 1;
    values.push(value);
  }
  return { options, problems };
}

function describeStray(word: string, given: string): Problem {
  if (!given.startsWith('-')) return { message: `"${word}" belongs to no option` };
  const near = suggest(given, allOptions);
  const message = `prun has no ${given}`;
  return near === undefined ? { message } : { message, hint: `Did you mean ${near}?` };
}

/** By its name, or by a beginning that no other option has, which prun takes for it. */
function findOption(given: string): string | undefined {
  if (allOptions.includes(given)) return given;
  if (!given.startsWith('--')) return undefined;
  const candidates = allOptions.filter((option) => option.startsWith(given));
  return candidates.length === 1 ? candidates[0] : undefined;
}

function splitOnce(word: string): [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 || !word.startsWith('--')
    ? [word, undefined]
    : [word.slice(0, at), word.slice(at + 1)];
}
