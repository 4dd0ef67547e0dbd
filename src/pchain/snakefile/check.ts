/** A chain in Snakemake (`pchain --snakefile`), checked as PanDA's reader would read it. */
import path from 'node:path';
import type { Finding } from '../../base/error.ts';
import { rulesNamedIn } from '../../languages/snakemake/graph/pattern.ts';
import { type ChainPlace, isLoop, type Sandbox } from '../chain.ts';
import { checkSteps } from '../checks/steps.ts';
import { checkStepInputs } from '../checks/structure.ts';
import type { ChainRuleId } from '../rules.ts';
import { kinds, makersOf, type ReadRule, readSnakeChain, type SnakeChain } from './read.ts';
import { targetName } from './value.ts';

const mostFiles = 100;
/** What cannot be told of a step where only Python knows a parameter. */
const needKnownValues: readonly string[] = [
  ...['no-value', 'dataset-placeholder', 'dataset-list', 'no-secrets', 'no-outputs'],
  ...['other-outputs', 'automatic-retry', 'no-image'],
];

/** @param file path as the user knows it */
export async function checkSnakefile(
  file: string,
  text: string,
  within: Sandbox,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const seen = new Set([file]);
  const main: ChainPlace = { isNested: false, isInLoop: false };
  const waiting = [{ file, text, place: main }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const read = readSnakeChain(next.file, next.text, next.place);
    const [problem] = read.snakefile.problems;
    if (problem !== undefined) {
      findings.push(finding('chain-structure', problem.position, problem.message));
      continue;
    }
    const ofRules = checkRules(read);
    const ofChain = await checkChain(read, within.sandbox);
    findings.push(...ofRules, ...ofChain.filter((one) => !isToldBetter(one, ofRules)));
    for (const step of read.chain.steps) {
      if (!isWorkflow(step.run)) continue;
      const name = path.posix.join(path.posix.dirname(next.file), step.run);
      const inner = await within.open(path.posix.relative(path.posix.dirname(file), name));
      const position = read.chain.source.position(step.path);
      if (inner === undefined) {
        const message = `${step.name}: there is no file ${step.run}`;
        findings.push(finding('unknown-workflow', position, message));
      } else if (!seen.has(name) && seen.size < mostFiles) {
        seen.add(name);
        const place = { isNested: true, isInLoop: next.place.isInLoop || isLoop(step) };
        waiting.push({ file: name, text: inner, place });
      }
    }
  }
  return findings;
}

/** What `input` does not name is a text to PanDA, and no value that is missing. */
function isToldBetter({ rule, line, column }: Finding, others: readonly Finding[]): boolean {
  const told: ChainRuleId[] = ['unlisted-input', 'no-value', 'dataset-placeholder'];
  return (
    rule === 'no-value' &&
    others.some(
      (one) => told.some((id) => id === one.rule) && one.line === line && one.column === column,
    )
  );
}

async function checkChain({ chain, rules }: SnakeChain, sandbox: string): Promise<Finding[]> {
  const all = [
    ...chain.steps.flatMap((step) => checkStepInputs(chain, step)),
    ...(await checkSteps(chain, sandbox)),
  ];
  const open = rules
    .filter(({ parameters }) =>
      parameters.some(
        ({ value }) =>
          value.kind === 'unknown' || (value.kind === 'value' && value.braces !== undefined),
      ),
    )
    .map(({ rule }) => `${rule.name}: `);
  return all.filter(
    ({ rule, message }) =>
      !(needKnownValues.includes(rule) && open.some((start) => message.startsWith(start))),
  );
}

/** What Snakemake and PanDA's reader ask of rules. */
function checkRules(read: SnakeChain): Finding[] {
  const { snakefile, target, rules, reached } = read;
  const isWhole = snakefile.uses.length === 0 && !snakefile.isOpen && !includesOthers(read);
  const findings: Finding[] = [];
  if (target === undefined && isWhole) {
    const place = { file: snakefile.file, line: 1, column: 1 };
    const message = `there is no rule ${targetName}, which says what is wanted`;
    findings.push(
      finding('chain-structure', place, message, `Write rule ${targetName}: input: ….`),
    );
  }
  const defined = new Set<string>();
  for (const one of rules) {
    const { rule } = one;
    if (defined.has(rule.name)) {
      const message = `there are two rules with the name ${rule.name}`;
      findings.push(finding('chain-structure', rule.position, message));
    }
    if (isWhole) findings.push(...checkReferences(one, defined));
    defined.add(rule.name);
    if (reached.has(rule.name)) {
      if (rule.name !== targetName) findings.push(...checkShell(one), ...checkBraces(one));
      if (isWhole) findings.push(...checkInputs(one, rules));
    } else if (isWhole) {
      const message = `${rule.name}: nothing asks for it, and PanDA leaves it out`;
      const hint = `Name its output under input of rule ${targetName}, or of a rule that is asked for.`;
      findings.push({
        ...finding('ignored-step', rule.position, message, hint),
        severity: 'warning',
      });
    }
  }
  return findings;
}

/** `rules.deriv` is there once the rule has been read, and not before. */
function checkReferences({ rule }: ReadRule, defined: ReadonlySet<string>): Finding[] {
  return rule.all.flatMap(({ arguments: given }) =>
    given.flatMap(({ expression, position }) =>
      rulesNamedIn(expression)
        .filter((name) => !defined.has(name))
        .map((name) => {
          const message = `${rule.name}: there is no rule ${name} above`;
          return finding(
            'no-value',
            position,
            message,
            'A rule has to stand before those that use it.',
          );
        }),
    ),
  );
}

function checkShell({ rule, shell }: ReadRule): Finding[] {
  const directive = rule.directives.get('shell');
  const position = directive?.position ?? rule.position;
  const hint = 'Write shell: "reana", or prun, phpo, junction, or a Snakefile.';
  if (directive === undefined) {
    return [finding('chain-structure', position, `${rule.name}: shell is missing`, hint)];
  }
  if (shell === undefined || isWorkflow(shell) || isKind(shell)) return [];
  const message = `${rule.name}: ${shell} is no kind of step`;
  return [finding('unknown-workflow', position, message, hint)];
}

/** Snakemake fills in braces of parameters with wildcards, of which a chain has none. */
function checkBraces({ rule, parameters }: ReadRule): Finding[] {
  return parameters.flatMap(({ name, value, position }) => {
    if (value.kind !== 'value' || value.braces === undefined) return [];
    const message = `${rule.name}: ${name}: Snakemake takes ${value.braces} for a wildcard`;
    const hint = `Write ${name}=param_exp("…"), which leaves braces alone.`;
    return [finding('dataset-placeholder', position, message, hint)];
  });
}

/** The dataset of a step is one of a chain only where `input` names it, too. */
function checkInputs(one: ReadRule, rules: readonly ReadRule[]): Finding[] {
  const { rule, inputs, parameters } = one;
  if (inputs.incomplete) return [];
  const makers = makersOf(inputs, rules);
  const findings = parameters.flatMap(({ name, value, position }) => {
    if (value.kind !== 'sources') return [];
    const steps = value.sources.flatMap((source) => /^(\w+)\/outDS$/.exec(source)?.[1] ?? []);
    return steps
      .filter((step) => !makers.includes(step))
      .map((step) => {
        const message = `${rule.name}: ${name} takes the output of ${step}, which input does not name`;
        const hint = `Write input: rules.${step}.output; PanDA takes its name for that of a dataset otherwise.`;
        return finding('unlisted-input', position, message, hint);
      });
  });
  const made = rules.flatMap(({ outputs }) => outputs.files.map(({ text }) => text));
  const isKnown = rules.every(({ outputs }) => !outputs.incomplete);
  const lost = inputs.files.filter(({ text }) => isKnown && !made.includes(text));
  return [
    ...findings,
    ...lost.map(({ text }) =>
      finding('no-value', rule.position, `${rule.name}: no rule makes the input ${text}`),
    ),
  ];
}

function includesOthers({ snakefile }: SnakeChain): boolean {
  return snakefile.directives.some(({ keyword }) => ['include', 'module'].includes(keyword));
}

function isWorkflow(shell: string): boolean {
  return path.posix.basename(shell).toLowerCase() === 'snakefile';
}

function isKind(shell: string): boolean {
  return kinds.some((kind) => kind === path.posix.basename(shell));
}

function finding(
  rule: ChainRuleId,
  position: Pick<Finding, 'file' | 'line' | 'column'>,
  message: string,
  hint?: string,
): Finding {
  return { rule, severity: 'error', message, ...(hint === undefined ? {} : { hint }), ...position };
}
