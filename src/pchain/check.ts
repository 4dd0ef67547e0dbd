/** Checking a production chain for everything that PanDA would punish, at once or hours later. */
import path from 'node:path';
import type { Finding } from '../base/error.ts';
import { isReanaCiError } from '../base/error.ts';
import { isInside } from '../base/safe-path.ts';
import { readNamedText, readText } from '../document/read-text.ts';
import {
  type Chain,
  type ChainPlace,
  type ChainStep,
  findingOn,
  isLoop,
  readChain,
} from './chain.ts';
import { checkArguments } from './checks/arguments.ts';
import { checkFields } from './checks/fields.ts';
import { checkImage } from './checks/image.ts';
import { checkInputNames, checkValueFile } from './checks/inputs.ts';
import { checkPayload } from './checks/payload.ts';
import { checkSteps } from './checks/steps.ts';
import { checkStructure } from './checks/structure.ts';
import { chainLanguageOf } from './language.ts';
import { checkNative } from './native/check.ts';
import type { ChainRuleId } from './rules.ts';
import { checkSnakefile } from './snakefile/check.ts';
import { stepKindOf, stepKinds } from './step-kind.ts';

/** More workflows than a chain has; also ends the reading of files that run each other. */
const mostFiles = 100;

/** One workflow that is still to be checked. */
interface Waiting extends ChainPlace {
  readonly file: string;
  readonly text: string;
  /** Files that run this one, the chain first. */
  readonly callers: readonly string[];
}

/**
 * Checks a chain and the workflows that its steps run.
 *
 * @param folder that file names are shown relative to, absolute
 * @param file the chain, relative to `folder`
 * @param values file that pchain gets as `--yaml`, relative to `folder`; with it, the chain is known not to be a part of another one
 * @returns findings by file, line and column
 * @throws ReanaCiError `specification` when there is no such file
 */
export async function checkChain(
  folder: string,
  file: string,
  values?: string,
): Promise<Finding[]> {
  const text = await readNamedText(folder, file, file);
  const language = chainLanguageOf(file);
  if (language !== 'cwl') {
    const sandbox = path.dirname(path.resolve(folder, file));
    const open = (name: string) => tryToOpen(sandbox, path.resolve(sandbox, name));
    const found = await (language === 'native' ? checkNative : checkSnakefile)(file, text, {
      sandbox,
      open,
    });
    return unique(found).sort(byPlace);
  }
  const findings: Finding[] = [];
  const seen = new Set([file]);
  const main = { isNested: false, isInLoop: false };
  const waiting: Waiting[] = [{ ...main, file, text, callers: [] }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const chain = tryToRead(next, findings);
    if (chain === undefined) continue;
    findings.push(...(await checkOne(chain, path.dirname(path.resolve(folder, file)))));
    if (next.file === file && values !== undefined) {
      findings.push(...(await checkValueFile(folder, values, chain)));
    }
    for (const step of chain.steps) {
      const inner = path.join(path.dirname(next.file), step.run);
      if (!isFile(step)) continue;
      if ([...next.callers, next.file].includes(inner)) {
        findings.push(circle(chain, step));
        continue;
      }
      const place = { isNested: true, isInLoop: next.isInLoop || isLoop(step) };
      const key = `${inner} ${String(place.isInLoop)}`;
      if (seen.has(key) || seen.size >= mostFiles) continue;
      seen.add(key);
      const innerText = await tryToOpen(rootOf(folder, file), path.resolve(folder, inner));
      if (innerText === undefined) findings.push(unknownWorkflow(chain, step));
      else if (step.kind === undefined) {
        const callers = [...next.callers, next.file];
        waiting.push({ ...place, file: inner, text: innerText, callers });
      }
    }
  }
  return unique(findings).sort(byPlace);
}

/**
 * Checks what a step says of its own: image, arguments, command.
 *
 * @param text the step as it stands below `steps:`
 * @returns findings without a place
 */
export function checkStepText(text: string): Finding[] {
  const chain = readChain('step', `steps:\n${text}`);
  const findings = chain.steps.flatMap((step) => [
    ...checkArguments(chain, step),
    ...checkImage(chain, step),
    ...checkPayload(chain, step),
  ]);
  return findings.map(({ rule, severity, message, hint }) => ({
    rule,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
  }));
}

async function checkOne(chain: Chain, sandbox: string): Promise<Finding[]> {
  const unknown = chain.steps.filter(
    (step) => step.kind === undefined && step.run !== '' && !isFile(step),
  );
  return [
    ...checkStructure(chain),
    ...checkFields(chain),
    ...checkInputNames(chain),
    ...unknown.map((step) => unknownWorkflow(chain, step)),
    ...(await checkSteps(chain, sandbox)),
  ];
}

/** Whether `run` names a file: a workflow, or an old spelling of a kind of step. */
function isFile({ run }: ChainStep): boolean {
  return run.endsWith('.cwl') || (run.includes('/') && stepKindOf(run) !== undefined);
}

function circle(chain: Chain, step: ChainStep): Finding {
  const finding = findingOn(chain, step, '', {
    rule: 'circle' satisfies ChainRuleId,
    severity: 'error',
    message: `${step.run} runs this workflow in turn`,
  });
  return { ...finding, ...chain.source.position([...step.path, 'run']) };
}

function unknownWorkflow(chain: Chain, step: ChainStep): Finding {
  const finding = findingOn(chain, step, '', {
    rule: 'unknown-workflow' satisfies ChainRuleId,
    severity: 'error',
    message: step.run.endsWith('.cwl')
      ? `there is no file ${step.run}`
      : `${step.run} is no kind of step`,
    hint: `Kinds of steps: ${Object.keys(stepKinds).join(', ')}; or a CWL file beside this one.`,
  });
  return { ...finding, ...chain.source.position([...step.path, 'run']) };
}

/** A file that is not YAML has its findings already. */
function tryToRead({ file, text, ...place }: Waiting, findings: Finding[]): Chain | undefined {
  try {
    return readChain(file, text, place);
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    findings.push(...error.findings);
    return undefined;
  }
}

/** Files that a chain names lie where it lies itself. */
function rootOf(folder: string, chain: string): string {
  const absolute = path.resolve(folder, chain);
  return isInside(folder, absolute) ? folder : path.dirname(absolute);
}

async function tryToOpen(root: string, file: string): Promise<string | undefined> {
  try {
    return await readText(root, path.relative(root, file));
  } catch (error) {
    if (isReanaCiError(error)) return undefined;
    throw error;
  }
}

/** A workflow that runs both inside and outside of a loop is checked twice. */
function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function byPlace(a: Finding, b: Finding): number {
  const order = (a.file ?? '').localeCompare(b.file ?? '', 'en');
  return order || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
