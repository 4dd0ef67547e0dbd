/** Placeholders in `opt_exec` and `opt_args`: which of them PanDA fills in, and with what. */
import type { Finding } from '../../base/error.ts';
import { formatCount } from '../../base/format.ts';
import { type Chain, type ChainStep, findingOn, textOf } from '../chain.ts';
import type { ChainRuleId } from '../rules.ts';
import { deniedInputs } from './condition.ts';
import { feederOf } from './order.ts';

const keys = ['opt_exec', 'opt_args'];

/** Dataset placeholders, lists of datasets, and everything else that looks like a placeholder. */
export function checkDatasets(chain: Chain, step: ChainStep): Finding[] {
  if (step.kind !== 'reana' && step.kind !== 'junction' && step.kind !== 'prun') return [];
  return [
    ...checkList(chain, step),
    ...checkTypeOfList(chain, step),
    ...keys.flatMap((key) => {
      const text = textOf(step, key);
      if (text === undefined) return [];
      return [
        ...checkDatasetPlaceholders(chain, step, key, text),
        ...(step.kind === 'reana' ? checkLiteralIn(chain, step, key, text) : []),
        ...checkOtherPlaceholders(chain, step, key, text),
      ];
    }),
  ];
}

/** PanDA pairs the members with the output types of those that are steps, in order, and drops the rest. */
function checkList(chain: Chain, step: ChainStep): Finding[] {
  const input = step.inputs.get('opt_inDS');
  if (input?.isList !== true || !usesDatasets(step)) return [];
  const loose = input.sources.filter((source) => feederOf(chain, source) === undefined);
  if (loose.length === 0) return [];
  return [
    findingOn(chain, step, 'opt_inDS', {
      rule: 'dataset-list' satisfies ChainRuleId,
      severity: 'error',
      message: `opt_inDS: a list is for outputs of steps, and ${loose.join(', ')} is an input of the workflow`,
      hint: 'Give several datasets as one input with commas, or write them into opt_exec.',
    }),
  ];
}

/** A REANA step that names no dataset in its command has no use for the list; others get it as their input. */
function usesDatasets(step: ChainStep): boolean {
  if (step.kind !== 'reana') return true;
  return keys.some((key) => /%\{DS(\d+|\*)\}/.test(textOf(step, key) ?? ''));
}

/** The reader walks through list and type together, and so takes the type letter by letter. */
function checkTypeOfList(chain: Chain, step: ChainStep): Finding[] {
  const type = textOf(step, 'opt_inDsType');
  if (step.inputs.get('opt_inDS')?.isList !== true || type === undefined || type === '') return [];
  return [
    findingOn(chain, step, 'opt_inDsType', {
      rule: 'type-of-list' satisfies ChainRuleId,
      severity: 'error',
      message: `opt_inDsType: the first dataset of the list becomes …_${type.slice(0, 1)}/, and so on`,
      hint: 'Give a single output in opt_inDS, without brackets, or leave opt_inDsType out.',
    }),
  ];
}

function checkDatasetPlaceholders(
  chain: Chain,
  step: ChainStep,
  key: string,
  text: string,
): Finding[] {
  const count = countDatasets(chain, step);
  const secondary = step.inputs.get('opt_secondaryDSs')?.sources.length ?? 0;
  const findings: Finding[] = [];
  for (const [placeholder, prefix, number] of text.matchAll(/%\{([A-Z]*)DS(\d+|\*)\}/g)) {
    const available = prefix === '' ? count : prefix === 'SEC' ? secondary : 0;
    const isFilled = number === '*' ? available > 0 : isWithin(Number(number), available);
    if (isFilled) continue;
    findings.push(
      findingOn(chain, step, key, {
        rule: 'dataset-placeholder' satisfies ChainRuleId,
        severity: 'error',
        message: `${key}: nothing is filled in for ${placeholder}`,
        hint: hintFor(step, number ?? '', count, prefix ?? ''),
      }),
    );
  }
  return findings;
}

/** How many datasets `opt_inDS` gives: of a list only the outputs of steps count. */
function countDatasets(chain: Chain, step: ChainStep): number {
  const input = step.inputs.get('opt_inDS');
  if (input === undefined || deniedInputs(step).has('opt_inDS')) return 0;
  if (Array.isArray(input.value) || input.value === '') return 0;
  if (input.sources.length === 0) return input.value === undefined ? 0 : 1;
  const feeders = input.sources.map((source) => feederOf(chain, source));
  // A workflow of its own gives as many as it has last steps, times its turns.
  if (feeders.some((feeder) => feeder !== undefined && feeder.kind === undefined)) return Infinity;
  if (!input.isList) return 1;
  const type = textOf(step, 'opt_inDsType') ?? '';
  const paired = feeders.filter((feeder) => feeder !== undefined).length;
  return type === '' ? paired : Math.min(input.sources.length, type.length);
}

function isWithin(number: number, count: number): boolean {
  return number >= 1 && number <= count;
}

function hintFor(step: ChainStep, number: string, count: number, prefix: string): string {
  if (prefix === 'SEC') return 'Secondary datasets are for prun steps, in opt_secondaryDSs.';
  const input = step.inputs.get('opt_inDS');
  if (input?.isList === true && count < input.sources.length && number !== '0') {
    return 'A list in opt_inDS is for outputs of steps; name an input of the workflow without brackets.';
  }
  if (count === 0) return 'Name the dataset in opt_inDS.';
  if (number === '0') return 'Datasets count from 1 since 2023: write %{DS1}.';
  return `opt_inDS gives ${formatCount(count, 'dataset')}.`;
}

function checkLiteralIn(chain: Chain, step: ChainStep, key: string, text: string): Finding[] {
  if (!/%IN\b/.test(text)) return [];
  return [
    findingOn(chain, step, key, {
      rule: 'literal-in' satisfies ChainRuleId,
      severity: 'error',
      message: `${key}: %IN stays as it is, as a REANA step gets no files`,
      hint: 'Write %{DS1}, the name of the dataset.',
    }),
  ];
}

/** `%{i}` and the inputs of a workflow are filled in where another workflow runs it; one may be checked alone. */
function checkOtherPlaceholders(
  chain: Chain,
  step: ChainStep,
  key: string,
  text: string,
): Finding[] {
  const filled = new Set(['i', ...[...chain.inputs].map((name) => name.replace(/^param_/, ''))]);
  return [...text.matchAll(/%\{([A-Za-z_]\w*)\}/g)]
    .filter(([, name]) => name !== undefined && !/^[A-Z]*DS\d+$/.test(name))
    .filter(([, name]) => !chain.isNested || !filled.has(name ?? ''))
    .map(([placeholder, name]) =>
      findingOn(chain, step, key, {
        rule: 'unfilled-placeholder' satisfies ChainRuleId,
        severity: !chain.isNested && filled.has(name ?? '') ? 'warning' : 'error',
        message: `${key}: ${placeholder} stays as it is${chain.isNested ? '' : ', unless another workflow runs this one'}`,
        hint: filled.has(name ?? '')
          ? 'Only the steps of a workflow that another one runs get values by name.'
          : `The inputs of this workflow have no ${name ?? ''} (nor param_${name ?? ''}, for a value that a loop changes).`,
      }),
    );
}
