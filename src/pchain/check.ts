/** Checking a production chain for everything that PanDA would punish, at once or hours later. */
import path from 'node:path';
import type { Finding } from '../base/error.ts';
import { isReanaCiError } from '../base/error.ts';
import { readText } from '../document/read-text.ts';
import { type Chain, type ChainStep, findingOn, readChain } from './chain.ts';
import { checkArguments } from './checks/arguments.ts';
import { checkDatasets } from './checks/datasets.ts';
import { checkImage } from './checks/image.ts';
import { checkPayload } from './checks/payload.ts';
import { checkStructure } from './checks/structure.ts';
import type { ChainRuleId } from './rules.ts';
import { stepKinds } from './step-kind.ts';

/** More workflows than a chain has; also ends the reading of files that run each other. */
const mostFiles = 100;

/**
 * Checks a chain and the workflows that its steps run.
 *
 * @param folder that file names are shown relative to, absolute
 * @param file the chain, relative to `folder`
 * @returns findings by file, line and column
 * @throws ReanaCiError `specification` when there is no such file
 */
export async function checkChain(folder: string, file: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  const seen = new Set([file]);
  const waiting = [
    { file, isNested: false, text: await readText(path.resolve(folder, file), file) },
  ];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const chain = tryToRead(next.file, next.text, next.isNested, findings);
    if (chain === undefined) continue;
    findings.push(...checkOne(chain));
    for (const step of chain.steps) {
      if (step.kind !== undefined || !step.run.endsWith('.cwl')) continue;
      const inner = path.join(path.dirname(next.file), step.run);
      if (seen.has(inner) || seen.size >= mostFiles) continue;
      seen.add(inner);
      const text = await tryToOpen(folder, inner);
      if (text === undefined) findings.push(unknownWorkflow(chain, step));
      else waiting.push({ file: inner, isNested: true, text });
    }
  }
  return findings.sort(byPlace);
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

function checkOne(chain: Chain): Finding[] {
  return [
    ...checkStructure(chain),
    ...chain.steps.flatMap((step) => [
      ...(step.kind === undefined && step.run !== '' && !step.run.endsWith('.cwl')
        ? [unknownWorkflow(chain, step)]
        : []),
      ...checkDatasets(chain, step),
      ...checkArguments(chain, step),
      ...checkImage(chain, step),
      ...checkPayload(chain, step),
    ]),
  ];
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
function tryToRead(
  file: string,
  text: string,
  isNested: boolean,
  findings: Finding[],
): Chain | undefined {
  try {
    return readChain(file, text, isNested);
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    findings.push(...error.findings);
    return undefined;
  }
}

async function tryToOpen(folder: string, file: string): Promise<string | undefined> {
  try {
    return await readText(path.resolve(folder, file), file);
  } catch (error) {
    if (isReanaCiError(error)) return undefined;
    throw error;
  }
}

function byPlace(a: Finding, b: Finding): number {
  const order = (a.file ?? '').localeCompare(b.file ?? '', 'en');
  return order || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
