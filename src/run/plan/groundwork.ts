/** The part of a plan that runs share when their datasets and variables are the same: all but parameters. */
import path from 'node:path';
import { type Finding, formatFinding } from '../../base/error.ts';
import type { JsonObject } from '../../base/json.ts';
import { isInside } from '../../base/safe-path.ts';
import type { Feature } from '../../features/feature.ts';
import { type FeatureFile, parseFeatures, readFeatureFiles } from '../../features/feature-files.ts';
import type { FileSource } from '../../reana/reana-client.ts';
import { parseDatasets } from '../../specification/dataset.ts';
import type { InputFile } from '../../specification/input-collection.ts';
import { collectWholeInputs } from '../../specification/inputs.ts';
import { createPayload } from '../../languages/payload.ts';
import { requiredSecrets, type SecretRequirement } from '../../languages/secret-requirement.ts';
import type { Specification } from '../../specification/specification.ts';
import { renderTemplate } from '../../specification/template.ts';
import { specificationWarnings, workflowPlaceholders } from '../../lint/warnings.ts';
import {
  type BundleFile,
  createBundle,
  workspaceFiles,
} from '../../specification/workspace-files.ts';
import { type Analysis, type AnalysisTools, openAnalysis } from './analysis.ts';
import type { Host } from '../host.ts';
import { exchangedNames, exchangeIdToken } from './id-token.ts';
import { ownFolder } from './job-identity.ts';
import { lintBeforeRun, loadOrLint } from './lint.ts';
import { gatherSecrets, type LocalSecrets, type SecretTools } from './local-secrets.ts';
import type { Mistakes } from './mistakes.ts';
import type { RunSettings } from './settings.ts';

export interface Groundwork {
  readonly analysis: Analysis;
  /** Rendered; with its placeholders where they could not be filled in. */
  readonly specification: Specification;
  /** Absent when something is wrong. */
  readonly content?: GroundworkContent;
}

export interface GroundworkContent {
  readonly datasets: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** What makes the run, for both generations of servers. */
  readonly payload: { readonly specification: JsonObject; readonly bundle: readonly BundleFile[] };
  /** What the workspace gets. */
  readonly files: readonly FileSource[];
  readonly requirements: readonly SecretRequirement[];
  readonly secrets: LocalSecrets;
  /** What lint found; absent where it was not wanted. */
  readonly linted?: readonly Finding[];
  /** What a finished run is tested with. */
  readonly features: readonly Feature[];
  /** Their files, for whom tests the run later. */
  readonly featureFiles: readonly FeatureFile[];
}

export interface GroundworkTools extends AnalysisTools, SecretTools {
  readonly host: Host;
  /** Gives an analysis that is open already. */
  readonly openAnalysis?: typeof openAnalysis;
}

/**
 * Opens the analysis, fills in its specification and gathers what goes with it; sends nothing, and changes no
 * file of the user.
 *
 * @param mistakes keeps everything that is wrong
 * @returns `undefined` when there is no specification to look at
 */
export type LayGroundwork = (
  settings: RunSettings,
  tools: GroundworkTools,
  mistakes: Mistakes,
) => Promise<Groundwork | undefined>;

export async function layGroundwork(
  ...[settings, tools, mistakes]: Parameters<LayGroundwork>
): Promise<Groundwork | undefined> {
  const datasets = await mistakes.attempt(() => parseDatasets(settings.datasets));
  const { variables } = settings;
  const open = tools.openAnalysis ?? openAnalysis;
  const analysis = await mistakes.attempt(() => open(settings.analysis, tools));
  if (analysis === undefined) return undefined;
  const template = await mistakes.attempt(() =>
    loadOrLint(analysis.root, settings.specificationFile, settings.lint),
  );
  if (template === undefined) return undefined;
  const values = { datasets: datasets ?? standIns(settings), variables };
  const rendered = await mistakes.attempt(() => renderTemplate(template, values));
  // The other checks can go on with the placeholders in place.
  const specification = rendered ?? template;
  const linted = settings.lint
    ? await mistakes.attempt(() => lintBeforeRun(specification, tools.host))
    : undefined;
  const inputs = await mistakes.attempt(() => readInputs(specification, settings, tools));
  const featureFiles = await findFeatures(specification, tools.host);
  const features = await mistakes.attempt(() => parseFeatures(featureFiles));
  const requirements = await requiredSecrets(specification);
  const secrets = await mistakes.attempt(async () =>
    withExchanged(await gatherSecrets(settings, requirements, tools), settings, tools),
  );
  const payload =
    inputs && (await mistakes.attempt(() => readPayload(specification, inputs, tools)));
  const ground = { analysis, specification };
  if (
    datasets === undefined ||
    rendered === undefined ||
    inputs === undefined ||
    secrets === undefined ||
    payload === undefined ||
    features === undefined
  ) {
    return ground;
  }
  const files = workspaceFiles(specification, inputs);
  const content = {
    ...values,
    payload,
    files,
    requirements,
    secrets,
    features,
    featureFiles,
  };
  return { ...ground, content: { ...content, ...(linted && { linted }) } };
}

/** A dataset that was given, but wrong, must not be called missing as well. */
function standIns({ datasets }: RunSettings): string[] {
  return datasets.length === 0 ? [] : ['scope:name'];
}

/** Without what earlier runs left here: it would make another job of every rerun. */
async function readInputs(
  specification: Specification,
  settings: RunSettings,
  { cwd, host }: GroundworkTools,
): Promise<InputFile[]> {
  const results = path.resolve(cwd, settings.results);
  const archive = settings.archive === undefined ? undefined : path.resolve(cwd, settings.archive);
  const { files, warnings } = await collectWholeInputs(specification);
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

/** What a service has given for the ID token of the job goes before what is here under the same names. */
async function withExchanged(
  local: LocalSecrets,
  { idToken }: RunSettings,
  { environment, signal }: GroundworkTools,
): Promise<LocalSecrets> {
  if (idToken === undefined) return local;
  const { secrets, confidential } = await exchangeIdToken(idToken, environment, signal);
  const temporary = exchangedNames(idToken.kind);
  const others = local.secrets.filter(({ name }) => !temporary.includes(name));
  return {
    ...local,
    secrets: [...others, ...secrets],
    confidential: [...local.confidential, ...confidential],
    temporary,
  };
}

/** A feature that is not there cannot be told from one that was never written. */
async function findFeatures({ root, tests }: Specification, host: Host): Promise<FeatureFile[]> {
  const { files, missing } = await readFeatureFiles(root, tests);
  for (const file of missing) {
    const message = `${file} of tests.files cannot be read: the run is not tested with it.`;
    host.announce({ kind: 'warning', message });
  }
  return files;
}

async function readPayload(
  specification: Specification,
  inputs: readonly InputFile[],
  { shell, temporaryDirectory }: AnalysisTools,
): Promise<GroundworkContent['payload']> {
  return {
    specification: await createPayload(specification, { shell, temporaryDirectory }),
    bundle: createBundle(specification, inputs),
  };
}
