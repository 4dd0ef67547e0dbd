/** The REANA step of a chain, as text to put below `steps:`, or among the rules of a Snakefile. */
import { ReanaCiError } from '../base/error.ts';
import type { ChainLanguage } from './language.ts';
import { writers } from './step-text.ts';

export interface StepRequest {
  /** Of the step in the chain. */
  readonly name: string;
  /** Of the run on REANA; PanDA's placeholders may stand in it. */
  readonly runName: string;
  /** Where the datasets come from: `step/outDS`, or an input of the workflow. */
  readonly inputs: readonly string[];
  /** `docker://…` or a path below `/cvmfs/`. */
  readonly image: string;
  readonly site: string | undefined;
  /** Further arguments of `reana-ci run`. */
  readonly options: readonly string[];
  /** Whether PanDA may try a failed job again. */
  readonly retries: boolean;
}

const stepName = /^[A-Za-z_][\w-]*$/;
/** A shell reads them as they are; `%{…}` is filled in before it sees them. */
const plainWord = /^(?:[\w.,:/=@+-]|%\{\w+\})+$/;
const scopedOutput = /^[A-Za-z_][\w-]*\/\w+$/;

/**
 * Writes the step.
 *
 * @throws ReanaCiError `usage` when a name cannot stand in a chain, or inputs do not go together
 */
export function renderStep(request: StepRequest, language: ChainLanguage = 'cwl'): string {
  check(request);
  if (language === 'native') refusePlaceholders(request);
  const { name, inputs, image, site, retries } = request;
  const args = [
    ...(site === undefined ? [] : [`--site ${site}`]),
    '--outputs output_from_reana.tar',
    '--useSecrets',
    ...(retries ? [] : ['--disableAutoRetry']),
  ];
  return writers[language]({ name, inputs, image, exec: commandOf(request), args: args.join(' ') });
}

function commandOf({ runName, inputs, options }: StepRequest): string {
  const datasets = inputs.length === 1 ? '%{DS1}' : '%{DS*}';
  return ['source script_reana.sh', runName, datasets, ...options.map(quote)].join(' ');
}

function quote(word: string): string {
  return plainWord.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** PanDA's own language hands no values into the workflows that steps run. */
function refusePlaceholders({ runName, options }: StepRequest): void {
  const [found] = /%\{(?!DS)\w+\}/.exec([runName, ...options].join(' ')) ?? [];
  if (found === undefined) return;
  throw new ReanaCiError('usage', `Nothing is filled in for ${found} in PanDA's own language.`, {
    hint: 'Loops and their values are for chains in CWL or Snakemake.',
  });
}

function check({ name, runName, inputs }: StepRequest): void {
  if (!stepName.test(name)) {
    throw new ReanaCiError('usage', `--name: "${name}" cannot be the name of a step.`, {
      hint: 'Use letters, digits and _.',
    });
  }
  if (!plainWord.test(runName)) {
    throw new ReanaCiError('usage', `--run-name: "${runName}" cannot be the name of a run.`, {
      hint: 'Use letters, digits, _ and -, and placeholders such as %{i}.',
    });
  }
  const wrong = inputs.filter((input) => !scopedOutput.test(input) && !stepName.test(input));
  if (inputs.length === 0 || wrong.length > 0) {
    throw new ReanaCiError(
      'usage',
      `--input: ${wrong.join(', ') || 'nothing'} is no source of a dataset.`,
      {
        hint: 'Name the output of another step, such as deriv/outDS, or an input of the workflow.',
      },
    );
  }
  const loose = inputs.filter((input) => !scopedOutput.test(input));
  if (inputs.length > 1 && loose.length > 0) {
    throw new ReanaCiError(
      'usage',
      `--input: ${loose.join(', ')} is an input of the workflow and cannot stand in a list.`,
      {
        hint: 'PanDA takes outputs of steps in a list only; an input may itself hold several datasets with commas.',
      },
    );
  }
}
