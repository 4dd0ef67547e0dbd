/** `opt_args`: the options of `prun`, with which PanDA makes the task. */
import type { Finding } from '../../base/error.ts';
import { suggest } from '../../document/suggestion.ts';
import { type Chain, type ChainStep, findingOn, textOf } from '../chain.ts';
import { endingOptions, optionsOfOneVersion, switches, valueOptions } from '../prun-options.ts';
import type { ChainRuleId } from '../rules.ts';
import { splitWords } from '../shell-words.ts';
import { type Arguments, describeValues } from './option-values.ts';

const kinds = ['prun', 'junction', 'reana'];
const allOptions = [...switches, ...valueOptions];

/** Characters that PanDA refuses in the name of a file. */
const refused = /[%|;><?'"()$@=&^#\\[\]{}`/]/;

/** Options that `prun` does not know, values that are missing or wrong, names of outputs that are refused. */
export function checkArguments(chain: Chain, step: ChainStep): Finding[] {
  const text = textOf(step, 'opt_args');
  if (text === undefined || step.kind === undefined || !kinds.includes(step.kind)) return [];
  const { options, problems } = parseArguments(text);
  const report = (
    rule: ChainRuleId,
    severity: Finding['severity'],
    message: string,
    hint?: string,
  ) =>
    findingOn(chain, step, 'opt_args', {
      rule,
      severity,
      message: `opt_args: ${message}`,
      ...(hint === undefined ? {} : { hint }),
    });
  return [
    ...problems.map(({ message, hint }) => report('arguments', 'error', message, hint)),
    ...describeValues(options).map((message) => report('arguments', 'error', message)),
    ...endingOptions
      .filter((option) => options.has(option))
      .map((option) => report('arguments', 'error', `${option} ends the reading of the chain`)),
    ...Object.entries(optionsOfOneVersion)
      .filter(([option]) => options.has(option))
      .map(([option, version]) =>
        report('arguments', 'warning', `only version ${version} of panda-client has ${option}`),
      ),
    ...describeOutputs(outputsOf(options)).map((message) =>
      report('output-name', 'error', message, 'An output is a file in the working folder.'),
    ),
  ];
}

function describeOutputs(outputs: readonly string[]): string[] {
  const suffixes = outputs.filter((output) => output.includes(':')).map(suffixOf);
  const repeated = suffixes.filter((suffix, index) => suffixes.indexOf(suffix) < index);
  return [
    ...repeated.map((suffix) => `--outputs has the suffix ${suffix} twice`),
    ...outputs.flatMap((output) => {
      if (output.split(':').length > 2) return [`--outputs does not take ${output}: two colons`];
      const name = fileOf(output);
      const [character] = name.startsWith('regex|') ? [] : (refused.exec(name) ?? []);
      return character === undefined
        ? []
        : [`--outputs does not take ${output}, because of ${character}`];
    }),
  ];
}

/** The options in `opt_args`; what is wrong with them is for {@link checkArguments}. */
export function argumentsOf(step: ChainStep): Arguments {
  return parseArguments(textOf(step, 'opt_args') ?? '').options;
}

/** Files that a step is to store. `--outputs` given twice counts as given the second time. */
export function outputsOf(options: Arguments): string[] {
  const last = options.get('--outputs')?.at(-1) ?? '';
  return last
    .replaceAll(' ', '')
    .split(',')
    .filter((name) => name !== '');
}

/** The file that an output names; `SUFFIX:FILE` gives the dataset another end. */
export function fileOf(output: string): string {
  return output.slice(output.indexOf(':') + 1);
}

/** The end of the name of the dataset that an output goes to. */
export function suffixOf(output: string): string {
  if (output.includes(':')) return output.slice(0, output.indexOf(':'));
  return output.includes('*') ? `${output.replaceAll('*', 'XYZ')}.tgz` : output;
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
    if (switches.includes(option)) {
      if (joined !== undefined) problems.push({ message: `${option} takes no value` });
      continue;
    }
    const value = joined ?? words[at + 1];
    if (value === undefined || (joined === undefined && isOption(value))) {
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

/** As `prun` tells options and values apart: one with a blank in it is a value, unless it is the name of an option. */
function isOption(word: string): boolean {
  if (!word.startsWith('-') || word === '-') return false;
  return !word.includes(' ') || findOption(splitOnce(word)[0]) !== undefined;
}

function splitOnce(word: string): [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 || !word.startsWith('--')
    ? [word, undefined]
    : [word.slice(0, at), word.slice(at + 1)];
}
