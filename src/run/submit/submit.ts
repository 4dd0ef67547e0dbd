/** Getting a run started on REANA: the one an earlier try of this job made, or a new one. */
import type { Secret, WorkflowRun } from '../../reana/types.ts';
import { type EarlierRuns, findEarlierRun, findRivals } from './earlier-run.ts';
import { jobFile } from '../plan/job-identity.ts';
import { createRun } from './new-run.ts';
import type { RunPlan } from '../plan/plan.ts';
import { checkCluster, checkRoom, type KnownServer } from '../plan/preflight.ts';
import { findReusableRun } from './reusable-run.ts';
import type { RunContext } from '../run-context.ts';
import type { RunState } from '../run-state.ts';
import { checkSecrets } from '../plan/secret-check.ts';
import type { RunSettings } from '../plan/settings.ts';
import type { Patiently } from '../watch/patience.ts';
import { storeSecrets } from './store-secrets.ts';
import { submissionFile } from './submission.ts';
import { checkTemporary } from './temporary-secrets.ts';
import { totalSize, uploadFiles } from './upload.ts';

/**
 * Brings `state` to a run that is queued, or further.
 *
 * @param patiently tries what can be tried again while the server is out of reach
 * @throws ReanaCiError `quota`, `secret-missing`, what the server refuses, `unreachable`
 * @throws the signal's reason
 */
export async function submitRun(
  state: RunState,
  settings: RunSettings,
  plan: RunPlan,
  server: KnownServer,
  patiently: Patiently,
  context: RunContext,
): Promise<void> {
  const { host } = context;
  const resume = settings.resume ?? host.resumes;
  const earlier = await patiently(({ client, signal }) =>
    resume
      ? findEarlierRun(client, plan.identity, signal)
      : knownRuns(client, plan.identity.runName, signal),
  );
  const { found } = earlier;
  // A run that is left needs its own marks for whoever settles it.
  const mayReuse =
    context.leave === undefined && (settings.reuse ?? host.reuse?.byDefault) === true;
  if (found === undefined && mayReuse) {
    const reusable = await findReusableRun(plan, context);
    if (reusable !== undefined) {
      state.reused = true;
      state.status = reusable.status;
      takeUp(state, reusable, true, context);
      await host.releaseSecretFiles?.(plan.secrets.files);
      return;
    }
  }
  if (found === undefined || found.next === 'complete') {
    await patiently((within) => checkCluster(server, plan, within));
    await patiently((within) => checkCredentials(plan, within));
  }
  if (found === undefined) checkRoom(server.user, await totalSize(plan.files));

  if (found === undefined) {
    host.announce({ kind: 'phase', phase: 'create', detail: plan.identity.runName });
    await makeRun(state, plan, earlier.ids, patiently, context);
    if (resume) {
      await patiently((within) => giveWayToRival(state, plan, earlier.ids, within));
    }
  } else {
    takeUp(state, found.run, true, context);
    state.status = found.run.status;
  }
  if (state.status !== 'created') {
    await host.releaseSecretFiles?.(plan.secrets.files);
    return;
  }
  await fillAndStart(state, plan, patiently, context);
}

async function knownRuns(
  client: RunContext['client'],
  name: string,
  signal: AbortSignal,
): Promise<EarlierRuns> {
  const runs = await client.listRuns({ name }, signal);
  return { found: undefined, ids: new Set(runs.map(({ id }) => id)) };
}

async function checkCredentials(plan: RunPlan, context: RunContext): Promise<void> {
  const { client, host, now, signal } = context;
  const { requirements, secrets } = plan;
  const { temporary = [] } = secrets;
  const isAsked = requirements.length > 0 || temporary.length > 0;
  const stored = isAsked ? await client.secrets(signal) : [];
  checkTemporary(temporary, stored);
  for (const { message } of checkSecrets(requirements, secrets, stored, now())) {
    host.announce({ kind: 'warning', message });
  }
}

/** @param before ids of the runs of this name that are none of ours */
async function makeRun(
  state: RunState,
  plan: RunPlan,
  before: ReadonlySet<string>,
  patiently: Patiently,
  context: RunContext,
): Promise<void> {
  const { specification, bundle } = plan.payload;
  const request = { name: plan.identity.runName, specification, bundle };
  let attempts = 0;
  const created = await patiently(async (within) => {
    attempts += 1;
    // A try that ended without a word may have made a run all the same.
    const draft = attempts === 1 ? undefined : await findDraft(plan, before, within);
    return draft ?? (await createRun(request, within));
  });
  state.status = 'created';
  takeUp(state, created, false, context);
  context.signal.throwIfAborted();
}

async function findDraft(
  plan: RunPlan,
  before: ReadonlySet<string>,
  { client, signal }: RunContext,
): Promise<WorkflowRun | undefined> {
  const runs = await client.listRuns({ name: plan.identity.runName }, signal);
  return runs.findLast((run) => run.status === 'created' && !before.has(run.id));
}

/**
 * Of several runs that one job has made at the same moment, one stays. Ours goes when another try of the job
 * was a moment faster; when ours was first, the others go: a proxy has doubled the request, or their try
 * comes to the same result.
 */
async function giveWayToRival(
  state: RunState,
  plan: RunPlan,
  before: ReadonlySet<string>,
  context: RunContext,
): Promise<void> {
  const { client, signal } = context;
  const ours = state.run;
  if (ours === undefined) return;
  const { first, others } = await findRivals(client, plan.identity, ours.id, before, signal);
  if (first === undefined) {
    for (const draft of others) await client.deleteRun(draft.id, {}, signal);
    return;
  }
  await client.deleteRun(ours.id, {}, signal);
  state.status = first.status;
  takeUp(state, first, true, context);
}

function takeUp(
  state: RunState,
  run: { readonly id: string; readonly name: string },
  reattached: boolean,
  { client, host, now }: RunContext,
): void {
  // The web pages of older servers know this address only; newer ones lead on from it.
  const url = `${client.server}/details/${run.id}`;
  state.run = { id: run.id, name: run.name, url };
  state.reattached = reattached;
  state.submitted = now();
  const reused = state.reused === true ? { reused: true } : {};
  host.announce({ kind: 'submitted', ...state.run, reattached, ...reused });
}

/** What was only found in a folder takes no place on REANA that is taken: every run of the account sees it. */
async function secretsToStore(
  { secrets: { secrets, found } }: RunPlan,
  { client, host, signal }: RunContext,
): Promise<readonly Secret[]> {
  if (found.length === 0) return secrets;
  const stored = new Set((await client.secrets(signal)).map(({ name }) => name));
  const kept = found.filter((name) => stored.has(name));
  for (const name of kept) {
    host.announce({
      kind: 'warning',
      message: `${name} is stored on REANA and is not replaced by the one found here; --secret-file ${name} does that.`,
    });
  }
  return secrets.filter(({ name }) => !kept.includes(name));
}

async function fillAndStart(
  state: RunState,
  plan: RunPlan,
  patiently: Patiently,
  context: RunContext,
): Promise<void> {
  const { client, host, leave } = context;
  const { run } = state;
  if (run === undefined) return;
  const { files } = plan.secrets;
  const secrets = await patiently((within) => secretsToStore(plan, within));
  if (secrets.length > 0) {
    const names = secrets.map(({ name }) => name).join(', ');
    host.announce({ kind: 'phase', phase: 'secrets', detail: names });
    state.secretMark = await patiently((within) => storeSecrets(secrets, run.id, within));
  }
  await host.releaseSecretFiles?.(files);

  host.announce({ kind: 'phase', phase: 'upload' });
  // The job file goes first: a try that finds it knows whose run it is.
  const mark = jobFile(plan.identity, run.id, client.signingKey);
  const own = [mark, ...(leave ? [await submissionFile(plan, leave)] : [])];
  let partly = state.reattached;
  await patiently((within, alive) => {
    const uploads = uploadFiles(run.id, [...own, ...plan.files], partly, within, alive);
    partly = true;
    return uploads;
  });

  host.announce({ kind: 'phase', phase: 'start' });
  const request = { parameters: plan.parameters, options: plan.options };
  await patiently(({ client, signal }) => client.startRun(run.id, request, signal));
  state.status = 'queued';
}
