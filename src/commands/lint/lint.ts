/** Carries out `reana-ci lint`. */
import path from 'node:path';
import { masked } from '../../base/masked.ts';
import { createRedact } from '../../base/redact.ts';
import { refuseLinkedFolder } from '../../base/replace-file.ts';
import type { Finding } from '../../base/error.ts';
import { ReanaCiError } from '../../base/error.ts';
import { formatCount } from '../../base/format.ts';
import { formatFindings } from '../../results/findings/format.ts';
import type { LintReport } from '../../results/findings/report.ts';
import type { DescribeRule } from '../../lint/kit/rule.ts';
import { lintAnalysis, type LintOptions } from '../../lint/lint.ts';
import type { Edge } from '../edge.ts';
import { secretsOfEnvironment } from '../known-secrets.ts';
import type { LintCommandOptions } from './options.ts';
import type { LintServer } from './server.ts';
import { locateSpecification } from '../specification-argument.ts';

/**
 * Lints every specification and prints what was found.
 *
 * @throws ReanaCiError `specification` when there are errors, or when a specification is missing
 */
export async function lint(
  edge: Edge,
  files: readonly string[],
  options: LintCommandOptions,
): Promise<void> {
  if (options.online !== true) {
    await lintAll(edge, files, options);
    return;
  }
  // What only few ask for is loaded only then: most of the time that lint takes is loading.
  const { withServer } = await import('./server.ts');
  await withServer(edge, options, (server) => lintAll(edge, files, options, server));
}

async function lintAll(
  edge: Edge,
  files: readonly string[],
  options: LintCommandOptions,
  server?: LintServer,
): Promise<void> {
  const limits = await lintOptions(edge, options, server);
  const reports: LintReport[] = [];
  const analysis = options.analysis ?? variable(edge, 'REANA_CI_ANALYSIS');
  for (const file of files.length === 0 ? [defaultFile(edge, analysis)] : files) {
    reports.push(await lintOne(edge, file, analysis, limits));
  }
  const shown = masked(reports, createRedact(secretsOfEnvironment(edge.env)));
  const describeRule = await describer(reports);
  const results = options.results ?? variable(edge, 'REANA_CI_RESULTS');
  if (results !== undefined) {
    const { writeReportFiles } = await import('./report-files.ts');
    const folder = path.resolve(edge.cwd, results);
    await refuseLinkedFolder(edge.cwd, folder);
    await writeReportFiles(folder, shown, describeRule);
  }
  const format = options.json === true ? 'json' : (options.format ?? 'text');
  edge.stdout.write(await formatFindings(format, shown, describeRule));
  const errors = reports
    .flatMap(({ findings }) => findings)
    .filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new ReanaCiError('specification', `${formatCount(errors.length, 'mistake')} found.`, {
      hint: 'reana-ci lint --explain RULE tells more about a rule.',
    });
  }
}

/** The rules of all languages are only needed to tell what was found. */
async function describer(reports: readonly LintReport[]): Promise<DescribeRule> {
  const ids = reports.flatMap(({ findings }) => findings.map(({ rule }) => rule));
  if (ids.length === 0) return () => undefined;
  return (await import('../../lint/rule-list.ts')).describeRules(ids);
}

async function lintOptions(
  edge: Edge,
  { generation, cwltool, docker, pull }: LintCommandOptions,
  server: LintServer | undefined,
): Promise<LintOptions> {
  const { cwltoolCheck } = cwltool === true ? await import('./cwltool.ts') : {};
  const { dockerCheck } = docker === true ? await import('./docker/check.ts') : {};
  const cluster = { ...server?.limits, ...(generation && { generation }) };
  const checks = [server?.check, cwltoolCheck?.(edge), await dockerCheck?.(edge, pull === true)];
  return { cluster, outside: checks.filter((check) => check !== undefined) };
}

/** What the variables of a job say, which are those of `run`. */
function defaultFile(edge: Edge, analysis = '.'): string {
  return path.join(analysis, variable(edge, 'REANA_CI_SPEC') ?? 'reana.yaml');
}

function variable({ env }: Edge, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

async function lintOne(
  edge: Edge,
  given: string,
  analysis: string | undefined,
  options: LintOptions,
): Promise<LintReport> {
  const { root, file } = await locateSpecification(edge.cwd, given, analysis);
  const found = await lintAnalysis(root, file, options);
  return {
    file: shown(path.join(root, file)),
    findings: found.map((finding): Finding =>
      finding.file === undefined
        ? finding
        : { ...finding, file: shown(path.resolve(root, finding.file)) },
    ),
  };

  function shown(absolute: string): string {
    return path.relative(edge.cwd, absolute).split(path.sep).join('/');
  }
}
