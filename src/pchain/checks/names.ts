/** Names of the datasets that PanDA makes of a step: `<outDS>_<NNN>_<step>_<output>/`. */
import type { Finding } from '../../base/error.ts';
import { type Chain, type ChainStep, findingOn, isLoop } from '../chain.ts';
import type { ChainRuleId } from '../rules.ts';
import { argumentsOf, outputsOf, suffixOf } from './arguments.ts';

const longest = 132;
/** The shortest `--outDS` there can be: `user.x.y`. */
const shortestStart = 8;
/** A name that leaves less for `--outDS` is told of. */
const comfortableStart = 30;
const numberOfStep = '_000_';
/** What stands for the number of a turn while a chain with a loop is read. */
const numberOfTurn = '.___idds___num_run___';
const mostOutputs = 10;

/** Names that are too long or hold letters beyond ASCII, and more outputs than a job may have. */
export function checkNames(chain: Chain, step: ChainStep): Finding[] {
  if (step.kind === undefined || step.kind === 'gitlab' || step.kind === 'phpo') return [];
  const rule: ChainRuleId = 'name-length';
  const options = argumentsOf(step);
  const outputs = outputsOf(options);
  const findings: Finding[] = [];
  const report = (key: string, severity: Finding['severity'], message: string, hint: string) => {
    findings.push(findingOn(chain, step, key, { rule, severity, message, hint }));
  };
  const suffixes = [...outputs.map((output) => `_${suffixOf(output)}/`), '.log/'];
  const turn = chain.isInLoop || isLoop(step) ? numberOfTurn : '';
  const suffix = suffixes.reduce((one, other) => (other.length > one.length ? other : one), '');
  const room = longest - `${numberOfStep}${step.name}${turn}${suffix}`.length;
  if (room < comfortableStart) {
    const fits = room >= shortestStart;
    const message = fits
      ? `the name of its dataset leaves ${String(room)} characters for --outDS`
      : `the name of its dataset is longer than ${String(longest)} characters`;
    const hint = `It is <outDS>${numberOfStep}${step.name}${suffix}; take a shorter name for the step or the output.`;
    report('', fits ? 'warning' : 'error', message, hint);
  }
  const foreign = [step.name, ...outputs].find((name) => /[^\x20-\x7e]/.test(name));
  if (foreign !== undefined) {
    const hint = 'Storage takes letters of ASCII only.';
    report('', 'error', `${foreign} becomes part of the name of a dataset`, hint);
  }
  if (outputs.length > mostOutputs && !options.has('--unlimitNumOutputs')) {
    const message = `opt_args: --outputs has ${String(outputs.length)} files, and a job may have ${String(mostOutputs)}`;
    report('opt_args', 'error', message, 'Pack them into an archive.');
  }
  return findings;
}
