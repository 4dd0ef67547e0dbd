/**
 * The file that a run without a waiting job carries in its workspace: whom to tell when it has ended, and what it is a
 * run of. The steps of the run can write there, too, so it is signed with the REANA token, which they lack.
 */
import * as v from 'valibot';
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import type { FeatureFile } from '../../features/feature-files.ts';
import type { FileSource } from '../../reana/reana-client.ts';
import type { Specification } from '../../specification/specification.ts';
import { givenParameters } from '../plan/given-parameters.ts';
import type { RunPlan } from '../plan/plan.ts';
import { readSigned, signed } from '../../base/signed.ts';

/** How to leave a run to somebody else. */
export interface Leave {
  /** Gives what the host needs to tell its people later; called with the rendered specification. */
  readonly notes: (specification: Specification) => Promise<JsonObject>;
  /** Signs the file: the REANA token, as both sides have it. */
  readonly key: string;
}

export interface Submission {
  readonly version: 1;
  /** Of the run on REANA, without run number: the file is of no use to another run. */
  readonly runName: string;
  readonly analysis: string;
  readonly specification: string;
  readonly digest: string;
  readonly inputs: {
    readonly datasets: readonly string[];
    readonly variables: Readonly<Record<string, string>>;
    /** Given in place of the specification's own, as text. */
    readonly parameters?: Readonly<Record<string, string>>;
  };
  /** Files of `tests.files`; whoever settles the run tests it with them. */
  readonly features?: readonly FeatureFile[];
  readonly notes: JsonObject;
}

/** Workspace path of the file as long as nobody has taken the run on. */
export const submissionPath = '.reana-ci/submission.json';

const purpose = 'submission';

/** The file for the run that `plan` makes. */
export async function submissionFile(plan: RunPlan, { notes, key }: Leave): Promise<FileSource> {
  const submission: Submission = {
    version: 1,
    runName: plan.identity.runName,
    analysis: plan.analysis.label,
    specification: plan.specification.file,
    digest: plan.identity.digest,
    inputs: { datasets: plan.datasets, variables: plan.variables, ...givenParameters(plan) },
    ...(plan.featureFiles.length === 0 ? {} : { features: plan.featureFiles }),
    notes: await notes(plan.specification),
  };
  const text = signed(purpose, JSON.stringify(submission), key);
  return { path: submissionPath, content: Buffer.from(text) };
}

/**
 * Reads what {@link submissionFile} made.
 *
 * @param runName of the run whose workspace the text is from, without run number
 * @returns `undefined` when it was not written with this key for this run
 */
export function readSubmission(text: string, key: string, runName: string): Submission | undefined {
  const content = readSigned(purpose, text, key);
  if (content === undefined) return undefined;
  const result = v.safeParse(submissionSchema, JSON.parse(content));
  return result.success && result.output.runName === runName ? result.output : undefined;
}

const submissionSchema = v.object({
  version: v.literal(1),
  runName: v.string(),
  analysis: v.string(),
  specification: v.string(),
  digest: v.string(),
  inputs: v.object({
    datasets: v.array(v.string()),
    variables: v.record(v.string(), v.string()),
    parameters: v.exactOptional(v.record(v.string(), v.string())),
  }),
  features: v.exactOptional(v.array(v.object({ file: v.string(), text: v.string() }))),
  notes: v.custom<JsonObject>(isJsonObject),
}) satisfies v.GenericSchema<unknown, Submission>;
