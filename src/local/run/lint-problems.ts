/** What lint finds in a bundle, in the form of the server's validation report. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../base/error.ts';
import { bundlePaths } from '../../lint/kit/bundle-scope.ts';
import { lintAnalysis } from '../../lint/lint.ts';
import { loadSpecification } from '../../specification/load.ts';
import type { ProblemCode, SpecificationProblem } from './specification-check.ts';

export interface LintProblems {
  readonly errors: readonly SpecificationProblem[];
  readonly warnings: readonly SpecificationProblem[];
}

/** Lints an unpacked bundle, which holds the workflow's own files, but not its inputs. */
export async function lintProblems(folder: string): Promise<LintProblems> {
  const findings = (await lintBundle(folder)).filter(({ rule }) => !aboutInputs.has(rule));
  return { errors: ofLevel(findings, 'error'), warnings: ofLevel(findings, 'warning') };
}

/** What keeps a server of the next generation from making a run of a bundle, besides the schema. */
export async function bundleProblems(folder: string): Promise<readonly SpecificationProblem[]> {
  const findings = (await lintBundle(folder)).filter(({ rule }) => aboutBundles.test(rule));
  return [...(await missingMembers(folder)), ...ofLevel(findings, 'error')];
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

/** Paths and forms that the server does not take, and workflows that it cannot load. */
const aboutBundles =
  /^(?:aliased-collection|bundle-path|parameter-file|yadage-(?:file|reference|schema)|cwl-(?!parameter).*|snakemake-(?:syntax|keyword|file|rule-name|wildcard))$/;

function lintBundle(folder: string): Promise<Finding[]> {
  return lintAnalysis(folder, 'reana.yaml', { cluster: { generation: 'next' } });
}

/** Rules that look for files which are uploaded later. */
const aboutInputs = new Set([
  ...['missing-input', 'directory-as-file', 'file-as-directory', 'ignored-source'],
  ...['unfetched-input', 'snakemake-input'],
  ...['unused-ignore', 'ignore-without-reason'],
]);

function ofLevel(
  findings: readonly Finding[],
  level: Finding['severity'],
): readonly SpecificationProblem[] {
  return findings
    .filter(({ severity }) => severity === level)
    .map((finding) => ({ code: codeOf(finding.rule), message: messageOf(finding), path: '' }));
}

function messageOf({ file, line, column, message }: Finding): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return place === '' ? message : `${place}: ${message}`;
}

/** The server's own names for what a rule is about; what has none is a mistake against the schema. */
function codeOf(rule: string): ProblemCode {
  return codes.find(([pattern]) => pattern.test(rule))?.[1] ?? 'schema';
}

const codes: readonly (readonly [RegExp, ProblemCode])[] = [
  [/^yaml-|-reference$|-file$|^cwl-(?:document|run)$/, 'serialization'],
  [/^(?:unsafe-path|duplicate-input)$/, 'input_path'],
  [/-option$/, 'operational_options'],
  [/placeholder|parameter/, 'parameters'],
  [/backend$/, 'compute_backend'],
  [/^workspace-/, 'workspace'],
  [/^cluster-image$/, 'image_not_allowed'],
];
