/** Findings of lint in a bundle, in the form of the server's validation report. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../base/error.ts';
import { bundlePaths } from '../../lint/kit/bundle-scope.ts';
import type { RuleDescription } from '../../lint/kit/rule.ts';
import { lintAnalysis } from '../../lint/lint.ts';
import { describeRules } from '../../lint/rule-list.ts';
import { loadSpecification } from '../../specification/load.ts';
import type { SpecificationProblem } from './specification-check.ts';

export interface LintProblems {
  readonly errors: readonly SpecificationProblem[];
  readonly warnings: readonly SpecificationProblem[];
}

/** Lints an unpacked bundle, which holds the workflow's own files, but not its inputs. */
export async function lintProblems(folder: string): Promise<LintProblems> {
  const findings = await lintBundle(folder);
  const seen = async (level: Finding['severity']) =>
    asProblems((await withRules(findings, level)).filter(({ rule }) => rule?.isUnseen !== true));
  return { errors: await seen('error'), warnings: await seen('warning') };
}

/** Problems, besides those against the schema, for which a server of the next generation makes no run of a bundle. */
export async function bundleProblems(folder: string): Promise<readonly SpecificationProblem[]> {
  const findings = await withRules(await lintBundle(folder), 'error');
  const refused = findings.filter(({ rule }) => rule?.refusedBy === 'bundle');
  return [...(await missingMembers(folder)), ...asProblems(refused)];
}

async function missingMembers(folder: string): Promise<readonly SpecificationProblem[]> {
  const specification = await loadSpecification(folder, 'reana.yaml').catch(() => undefined);
  // What cannot be read is told by the schema.
  const paths = specification === undefined ? [] : bundlePaths(specification);
  return paths
    .filter(({ text }) => !existsSync(path.join(folder, text)))
    .map(({ text, place }) => ({
      code: 'input_path',
      message: `Declared path does not exist in ${place.slice(0, 2).join('.')}: ${text}`,
      path: place.slice(0, 2).join('.'),
    }));
}

function lintBundle(folder: string): Promise<Finding[]> {
  return lintAnalysis(folder, 'reana.yaml', { cluster: { generation: 'next' } });
}

function asProblems(findings: readonly Described[]): readonly SpecificationProblem[] {
  return findings.map(({ finding, rule }) => ({
    code: rule?.code ?? 'schema',
    message: messageOf(finding),
    path: '',
  }));
}

interface Described {
  readonly finding: Finding;
  readonly rule: RuleDescription | undefined;
}

async function withRules(
  findings: readonly Finding[],
  level: Finding['severity'],
): Promise<Described[]> {
  const describe = await describeRules(findings.map(({ rule }) => rule));
  return findings
    .filter(({ severity }) => severity === level)
    .map((finding) => ({ finding, rule: describe(finding.rule) }));
}

function messageOf({ file, line, column, message }: Finding): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return place === '' ? message : `${place}: ${message}`;
}
