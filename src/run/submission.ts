/**
 * What a run that nobody waits for carries in its workspace: whom to tell when it has ended, and what it is a
 * run of. The steps of the run can write there, too, so it is signed with the REANA token, which they lack.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { isJsonObject, type JsonObject } from '../base/json.ts';
import type { FileSource } from '../reana/reana-client.ts';
import type { RunPlan } from './plan.ts';

/** How to leave a run to somebody else. */
export interface Leave {
  /** What the host needs to tell its people later. */
  readonly notes: JsonObject;
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
  };
  readonly notes: JsonObject;
}

/** Workspace path of the file as long as nobody has taken the run on. */
export const submissionPath = '.reana-ci/submission.json';

/** The file for the run that `plan` makes. */
export function submissionFile(plan: RunPlan, { notes, key }: Leave): FileSource {
  const submission: Submission = {
    version: 1,
    runName: plan.identity.runName,
    analysis: plan.analysis.label,
    specification: plan.specification.file,
    digest: plan.identity.digest,
    inputs: { datasets: plan.datasets, variables: plan.variables },
    notes,
  };
  const signed = JSON.stringify(submission);
  const text = JSON.stringify({ submission: signed, signature: sign(signed, key) });
  return { path: submissionPath, content: Buffer.from(`${text}\n`) };
}

/**
 * Reads what {@link submissionFile} made.
 *
 * @param runName of the run whose workspace the text is from, without run number
 * @returns `undefined` when it was not written with this key for this run
 */
export function readSubmission(text: string, key: string, runName: string): Submission | undefined {
  try {
    const envelope = v.parse(envelopeSchema, JSON.parse(text));
    const expected = Buffer.from(sign(envelope.submission, key));
    const given = Buffer.from(envelope.signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const submission = v.parse(submissionSchema, JSON.parse(envelope.submission));
    return submission.runName === runName ? submission : undefined;
  } catch {
    return undefined;
  }
}

function sign(text: string, key: string): string {
  return createHmac('sha256', key).update(`reana-ci submission\n${text}`).digest('hex');
}

const envelopeSchema = v.object({ submission: v.string(), signature: v.string() });
const submissionSchema = v.object({
  version: v.literal(1),
  runName: v.string(),
  analysis: v.string(),
  specification: v.string(),
  digest: v.string(),
  inputs: v.object({
    datasets: v.array(v.string()),
    variables: v.record(v.string(), v.string()),
  }),
  notes: v.custom<JsonObject>(isJsonObject),
}) satisfies v.GenericSchema<unknown, Submission>;
