/** Placeholders in `opt_exec` and `opt_args`: which of them PanDA fills in, and with what. */
import type { Finding } from '../../base/error.ts';
import { formatCount } from '../../base/format.ts';
import { type Chain, type ChainStep, findingOn, textOf } from '../chain.ts';
import type { ChainRuleId } from '../rules.ts';

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
  if (input?.isList !== true) return [];
  const loose = input.sources.filter((source) => !source.includes('/'));
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
  const count = countDatasets(step);
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
        hint: hintFor(number ?? '', count, prefix ?? ''),
      }),
    );
  }
  return findings;
}

/** How many datasets `opt_inDS` gives; a list that is wrong anyway counts as it is meant. */
function countDatasets(step: ChainStep): number {
  const input = step.inputs.get('opt_inDS');
  if (input === undefined) return 0;
  if (Array.isArray(input.value)) return input.value.length;
  return input.value === undefined ? input.sources.length : 1;
}

function isWithin(number: number, count: number): boolean {
  return number >= 1 && number <= count;
}

function hintFor(number: string, count: number, prefix: string): string {
  if (prefix === 'SEC') return 'Secondary datasets are for prun steps, in opt_secondaryDSs.';
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

/** `%{i}` and the inputs of a workflow are filled in where another workflow runs it. */
function checkOtherPlaceholders(
  chain: Chain,
  step: ChainStep,
  key: string,
  text: string,
): Finding[] {
  const filled = new Set(chain.isNested ? ['i'] : []);
  if (chain.isNested) {
    for (const name of chain.inputs.keys()) filled.add(name.replace(/^param_/, ''));
  }
  return [...text.matchAll(/%\{([A-Za-z_]\w*)\}/g)]
    .filter(([, name]) => name !== undefined && !filled.has(name) && !/^[A-Z]*DS\d+$/.test(name))
    .map(([placeholder, name]) =>
      findingOn(chain, step, key, {
        rule: 'unfilled-placeholder' satisfies ChainRuleId,
        severity: 'error',
        message: `${key}: ${placeholder} stays as it is`,
        hint: chain.isNested
          ? `The inputs of this workflow have no ${name ?? ''} (nor param_${name ?? ''}, for a value that a loop changes).`
          : 'Only the steps of a workflow that another one runs get values by name.',
      }),
    );
}
