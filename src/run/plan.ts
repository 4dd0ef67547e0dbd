/** What is to be submitted: the analysis, its rendered specification, its files, and the job's identity. */
import path from 'node:path';
import { isInside } from '../base/safe-path.ts';
import { formatFinding } from '../base/error.ts';
import type { JsonObject } from '../base/json.ts';
import type { FileSource } from '../reana/reana-client.ts';
import type { DeclaredOutputs } from '../results/output-selection.ts';
import { parseAssignments } from '../spec/assignment.ts';
import { parseDatasets } from '../spec/dataset.ts';
import { collectInputs, type InputFile } from '../spec/inputs.ts';
import { loadSpecification } from '../spec/load.ts';
import { parseOptions } from '../spec/options.ts';
import { parseParameters } from '../spec/parameters.ts';
import { createPayload } from '../spec/payload.ts';
import { runName } from '../spec/run-name.ts';
import { requiredSecrets, type SecretRequirement } from '../spec/secret-requirement.ts';
import type { Specification } from '../spec/specification.ts';
import { renderTemplate } from '../spec/template.ts';
import { specificationWarnings, workflowPlaceholders } from '../spec/warnings.ts';
import { type BundleFile, createBundle, workspaceFiles } from '../spec/workspace-files.ts';
import { type Analysis, type AnalysisTools, openAnalysis } from './analysis.ts';
import type { Host } from './host.ts';
import { identifyJob, type JobIdentity, ownFolder } from './job-identity.ts';
import { lintBeforeRun } from './lint.ts';
import { gatherSecrets, type LocalSecrets, type SecretTools } from './local-secrets.ts';
import type { Mistakes } from './mistakes.ts';
import type { RunSettings } from './settings.ts';

export interface RunPlan {
  readonly analysis: Analysis;
  /** Rendered. */
  readonly specification: Specification;
  readonly datasets: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Given at start, in place of the specification's own. */
  readonly parameters: JsonObject;
  readonly options: JsonObject;
  /** What makes the run, for both generations of servers. */
  readonly payload: { readonly specification: JsonObject; readonly bundle: readonly BundleFile[] };
  /** What the workspace gets. */
  readonly files: readonly FileSource[];
  /** What comes back. */
  readonly outputs: DeclaredOutputs;
  /** Absolute folder. */
  readonly results: string;
  /** Absolute path. */
  readonly archive: string;
  /** As given: relative to the working folder, or absolute. */
  readonly archiveName: string;
  readonly compress: boolean;
  /** Milliseconds that the server may be out of reach in one go. */
  readonly outageTimeout: number;
  readonly requirements: readonly SecretRequirement[];
  readonly secrets: LocalSecrets;
  readonly identity: JobIdentity;
}

export interface PlanTools extends AnalysisTools, SecretTools {
  readonly host: Host;
}

/**
 * Opens the analysis and works out what is to be submitted; sends nothing, and changes no file of the user.
 *
 * @param mistakes keeps everything that is wrong
 * @returns `undefined` when something is
 */
export async function planRun(
  settings: RunSettings,
  tools: PlanTools,
  mistakes: Mistakes,
): Promise<RunPlan | undefined> {
  const datasets = await mistakes.attempt(() => parseDatasets(settings.datasets));
  const variables = await mistakes.attempt(() => parseAssignments(settings.variables, '--var'));
  const analysis = await mistakes.attempt(() => openAnalysis(settings.analysis, tools));
  if (analysis === undefined) return undefined;
  const template = await mistakes.attempt(() =>
    loadSpecification(analysis.root, settings.specificationFile),
  );
  if (template === undefined) return undefined;
  const values = { datasets: datasets ?? standIns(settings), variables: variables ?? {} };
  const rendered = await mistakes.attempt(() => renderTemplate(template, values));
  // The other checks can go on with the placeholders in place.
  const specification = rendered ?? template;
  if (settings.lint) await mistakes.attempt(() => lintBeforeRun(specification, tools.host));
  const parameters = await mistakes.attempt(() =>
    parseParameters(settings.parameters, specification),
  );
  const options = await mistakes.attempt(() => parseOptions(settings.options, specification));
  const places = {
    results: path.resolve(tools.cwd, settings.results),
    archive: path.resolve(tools.cwd, settings.archive),
    archiveName: settings.archive,
  };
  const inputs = await mistakes.attempt(() => readInputs(specification, places, tools.host));
  const requirements = await requiredSecrets(specification);
  const secrets = await mistakes.attempt(() => gatherSecrets(settings, requirements, tools));
  const payload =
    inputs && (await mistakes.attempt(() => readPayload(specification, inputs, tools)));
  if (
    datasets === undefined ||
    variables === undefined ||
    rendered === undefined ||
    parameters === undefined ||
    options === undefined ||
    inputs === undefined ||
    secrets === undefined ||
    payload === undefined
  ) {
    return undefined;
  }
  const files = workspaceFiles(specification, inputs);
  const name = runName(nameRun(settings, analysis, tools.host));
  return {
    analysis,
    specification,
    ...values,
    parameters,
    options,
    payload,
    files,
    outputs: chooseOutputs(settings, specification),
    ...places,
    compress: settings.compress,
    outageTimeout: settings.outageTimeout,
    requirements,
    secrets,
    identity: await identifyJob(name, { files, parameters, options }),
  };
}

/** A dataset that was given, but wrong, must not be called missing as well. */
function standIns({ datasets }: RunSettings): string[] {
  return datasets.length === 0 ? [] : ['scope:name'];
}

function nameRun({ name }: RunSettings, analysis: Analysis, host: Host): string {
  if (name === undefined) return host.defaultRunName(analysis.shortName);
  return host.qualifyRunName?.(name) ?? name;
}

/** Without what earlier runs left here: it would make another job of every rerun. */
async function readInputs(
  specification: Specification,
  { results, archive }: Pick<RunPlan, 'results' | 'archive'>,
  host: Host,
): Promise<InputFile[]> {
  const { files, warnings } = await collectInputs(specification);
  const all = [
    ...specificationWarnings(specification),
    ...warnings,
    ...(await workflowPlaceholders(specification)),
  ];
  for (const warning of all) host.announce({ kind: 'warning', message: formatFinding(warning) });
  return files.filter(
    ({ path: name, file }) =>
      file !== archive && !isInside(results, file) && !name.startsWith(ownFolder),
  );
}

async function readPayload(
  specification: Specification,
  inputs: readonly InputFile[],
  { shell, temporaryDirectory }: AnalysisTools,
): Promise<RunPlan['payload']> {
  return {
    specification: await createPayload(specification, { shell, temporaryDirectory }),
    bundle: createBundle(specification, inputs),
  };
}

function chooseOutputs(settings: RunSettings, specification: Specification): DeclaredOutputs {
  if (settings.outputs.length === 0) return specification.outputs;
  return { files: settings.outputs, directories: [] };
}
