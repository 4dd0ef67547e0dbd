/** The plan of a run: the analysis, its rendered specification, its files, and the job's identity. */
import path from 'node:path';
import type { JsonObject } from '../../base/json.ts';
import { refuseLinkedFolder } from '../../base/replace-file.ts';
import type { DeclaredOutputs } from '../../results/output-selection.ts';
import { parseOptions } from '../../specification/options.ts';
import { parseParameters } from '../../specification/parameters.ts';
import { runName } from '../../specification/run-name.ts';
import type { Specification } from '../../specification/specification.ts';
import type { Analysis } from './analysis.ts';
import {
  type GroundworkContent,
  type GroundworkTools,
  layGroundwork,
  type LayGroundwork,
} from './groundwork.ts';
import type { Host } from '../host.ts';
import { type DigestOf, identifyJob, type JobIdentity } from './job-identity.ts';
import type { Mistakes } from './mistakes.ts';
import { defaultSettings, type RunSettings } from './settings.ts';
import { warningOfShellText } from './shell-text.ts';

export interface RunPlan extends GroundworkContent {
  readonly analysis: Analysis;
  /** Rendered. */
  readonly specification: Specification;
  /** Given at start, in place of the specification's own. */
  readonly parameters: JsonObject;
  readonly options: JsonObject;
  /** What comes back. */
  readonly outputs: DeclaredOutputs;
  /** Absolute folder. */
  readonly results: string;
  /** Absent where none is wanted. */
  readonly archive?: {
    /** Absolute path. */
    readonly file: string;
    /** As given: relative to the working folder, or absolute. */
    readonly name: string;
  };
  readonly compress: boolean;
  /** Milliseconds that the server may be out of reach in one go. */
  readonly outageTimeout: number;
  readonly identity: JobIdentity;
}

export interface PlanTools extends GroundworkTools {
  /** Hands out what was laid before, where many runs of one analysis are planned. */
  readonly layGroundwork?: LayGroundwork;
  /** Knows digests of files that were read before. */
  readonly digestOf?: DigestOf;
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
  const lay = tools.layGroundwork ?? layGroundwork;
  const ground = await lay(settings, tools, mistakes);
  if (ground === undefined) return undefined;
  const { analysis, specification, content } = ground;
  const parameters = await mistakes.attempt(() =>
    parseParameters(settings.parameters, specification),
  );
  const options = await mistakes.attempt(() => parseOptions(settings.options, specification));
  if (parameters === undefined || options === undefined || content === undefined) return undefined;
  const warning = warningOfShellText(settings, specification.language);
  if (warning !== undefined) tools.host.announce({ kind: 'warning', message: warning });
  const results = path.resolve(tools.cwd, settings.results);
  await refuseLinkedFolder(tools.cwd, results);
  if (settings.archive !== undefined) {
    await refuseLinkedFolder(tools.cwd, path.dirname(path.resolve(tools.cwd, settings.archive)));
  }
  const name = runName(nameRun(settings, analysis, tools.host));
  const submission = { files: content.files, parameters, options };
  return {
    analysis,
    specification,
    ...content,
    parameters,
    options,
    outputs: chooseOutputs(settings, specification),
    results,
    ...(settings.archive === undefined
      ? {}
      : {
          archive: { file: path.resolve(tools.cwd, settings.archive), name: settings.archive },
        }),
    compress: settings.compress,
    outageTimeout:
      settings.outageTimeout ?? tools.host.limits?.outageTimeout ?? defaultSettings.outageTimeout,
    identity: await identifyJob(name, submission, tools.digestOf),
  };
}

function nameRun({ name }: RunSettings, analysis: Analysis, host: Host): string {
  if (name === undefined) return host.defaultRunName(analysis.shortName);
  return host.qualifyRunName?.(name) ?? name;
}

function chooseOutputs(settings: RunSettings, specification: Specification): DeclaredOutputs {
  if (settings.outputs.length === 0) return specification.outputs;
  return { files: settings.outputs, directories: [] };
}
