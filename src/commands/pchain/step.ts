/** Carries out `reana-ci pchain step`. */
import { access } from 'node:fs/promises';
import path from 'node:path';
import { ReanaCiError } from '../../base/error.ts';
import { checkStepText } from '../../pchain/check.ts';
import { chainLanguages } from '../../pchain/language.ts';
import { renderStep, type StepRequest } from '../../pchain/render-step.ts';
import { parseAssignments } from '../../base/assignment.ts';
import { loadSpecification } from '../../specification/load.ts';
import { runName } from '../../specification/run-name.ts';
import { renderTemplate } from '../../specification/template.ts';
import type { Edge } from '../edge.ts';
import { describeChainFinding } from './check.ts';

/** The options of `pchain step`, as Commander reads them. */
export interface StepOptions {
  readonly image: string;
  readonly input: readonly string[];
  readonly name: string;
  readonly runName?: string;
  readonly loop?: boolean;
  readonly spec?: string;
  readonly var?: readonly string[];
  readonly parameter?: readonly string[];
  readonly site: string;
  readonly retry: boolean;
  readonly language: string;
}

const template = 'reana-template.yaml';
const someDataset = 'user.jdoe:user.jdoe.dataset';

/**
 * Prints the step on stdout, and advice on stderr.
 *
 * @throws ReanaCiError `usage` when options do not go together; `specification` when a placeholder has no value,
 * or a value no placeholder
 */
export async function printStep(edge: Edge, analysis: string, options: StepOptions): Promise<void> {
  const folder = path.resolve(edge.cwd, analysis);
  const variables = parseAssignments(options.var ?? [], '--var');
  parseAssignments(options.parameter ?? [], '--parameter');
  const file = await chooseSpecification(folder, options.spec);
  // The step gives a dataset; it has to go somewhere, as has every value.
  renderTemplate(await loadSpecification(folder, file), { datasets: [someDataset], variables });
  const language = chainLanguages.find((one) => one === options.language);
  if (language === undefined) {
    const known = chainLanguages.join(', ');
    throw new ReanaCiError('usage', `--language: choose ${known}, not "${options.language}".`);
  }
  const request: StepRequest = {
    name: options.name,
    runName: nameOfRun(folder, options),
    inputs: options.input,
    image: options.image,
    site: options.site === '' ? undefined : options.site,
    options: [
      // The script finds these two by itself.
      ...([template, 'reana.yaml'].includes(file) ? [] : ['--spec', file]),
      ...(options.var ?? []).flatMap((value) => ['--var', value]),
      ...(options.parameter ?? []).flatMap((value) => ['--parameter', value]),
    ],
    retries: options.retry,
  };
  const findings = checkStepText(renderStep(request));
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first !== undefined) {
    throw new ReanaCiError('usage', errors.map(({ message }) => message).join('; '), {
      ...(first.hint === undefined ? {} : { hint: first.hint }),
    });
  }
  edge.stdout.write(renderStep(request, language));
  for (const finding of findings) {
    edge.stderr.write(`${describeChainFinding(finding).join('\n')}\n`);
  }
}

async function chooseSpecification(folder: string, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  const hasTemplate = await access(path.join(folder, template)).then(
    () => true,
    () => false,
  );
  return hasTemplate ? template : 'reana.yaml';
}

function nameOfRun(folder: string, { runName: given, loop }: StepOptions): string {
  const name = given ?? `pchain_${runName(path.basename(folder))}`;
  return loop === true && !name.includes('%{i}') ? `${name}_%{i}` : name;
}
