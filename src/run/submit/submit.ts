/** Getting a run started on REANA: the one an earlier try of this job made, or a new one. */
import type { User } from '../../reana/types.ts';
import { findEarlierRun, findRival } from './earlier-run.ts';
import { jobFile } from '../plan/job-identity.ts';
import { createRun } from './new-run.ts';
import type { RunPlan } from '../plan/plan.ts';
import { checkCluster } from '../plan/preflight.ts';
import { findReusableRun } from './reusable-run.ts';
import type { RunContext } from '../run-context.ts';
import type { RunState } from '../run-state.ts';
import { checkSecrets } from '../plan/secret-check.ts';
import type { RunSettings } from '../plan/settings.ts';
import { submissionFile } from './submission.ts';
import { uploadFiles } from './upload.ts';

/**
 * Brings `state` to a run that is queued, or further: steps 5 to 9.
 *
 * @throws ReanaCiError `quota`, `secret-missing`, what the server refuses, `unreachable`
 * @throws the signal's reason
 */
export async function submitRun(
  state: RunState,
  settings: RunSettings,
  plan: RunPlan,
  user: User,
  context: RunContext,
): Promise<void> {
  const { client, host, signal } = context;
  const resume = settings.resume ?? host.resumes;
  const earlier = resume ? await findEarlierRun(client, plan.identity, signal) : undefined;
  const found = earlier?.found;
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
    await checkCluster(user, plan.specification.language, context);
    await checkCredentials(plan, context);
  }

  if (found === undefined) {
    host.announce({ kind: 'phase', phase: 'create', detail: plan.identity.runName });
    await makeRun(state, plan, context);
    if (earlier !== undefined) await giveWayToRival(state, plan, earlier.ids, context);
  } else {
    takeUp(state, found.run, true, context);
    state.status = found.run.status;
  }
  if (state.status !== 'created') {
    await host.releaseSecretFiles?.(plan.secrets.files);
    return;
  }
  await fillAndStart(state, plan, context);
}

async function checkCredentials(plan: RunPlan, context: RunContext): Promise<void> {
  const { client, host, now, signal } = context;
  const { requirements, secrets } = plan;
  const stored = requirements.length === 0 ? [] : await client.secrets(signal);
  for (const { message } of checkSecrets(requirements, secrets, stored, now())) {
    host.announce({ kind: 'warning', message });
  }
}

async function makeRun(state: RunState, plan: RunPlan, context: RunContext): Promise<void> {
  const { specification, bundle } = plan.payload;
  const request = { name: plan.identity.runName, specification, bundle };
  const created = await createRun(request, context);
  state.status = 'created';
  takeUp(state, created, false, context);
  context.signal.throwIfAborted();
}

/** Deletes our own run when another try of the same job was a moment faster. */
async function giveWayToRival(
  state: RunState,
  plan: RunPlan,
  before: ReadonlySet<string>,
  context: RunContext,
): Promise<void> {
  const { client, signal } = context;
  const ours = state.run;
  if (ours === undefined) return;
  const rival = await findRival(client, plan.identity, ours.id, before, signal);
  if (rival === undefined) return;
  await client.deleteRun(ours.id, {}, signal);
  state.status = rival.status;
  takeUp(state, rival, true, context);
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

async function fillAndStart(state: RunState, plan: RunPlan, context: RunContext): Promise<void> {
  const { client, host, signal, leave } = context;
  const { run } = state;
  if (run === undefined) return;
  const { secrets, files } = plan.secrets;
  if (secrets.length > 0) {
    const names = secrets.map(({ name }) => name).join(', ');
    host.announce({ kind: 'phase', phase: 'secrets', detail: names });
    await client.addSecrets(secrets, { overwrite: true }, signal);
  }
  await host.releaseSecretFiles?.(files);

  host.announce({ kind: 'phase', phase: 'upload' });
  // The job file goes first: a try that finds it knows whose run it is.
  const own = [jobFile(plan.identity), ...(leave ? [await submissionFile(plan, leave)] : [])];
  await uploadFiles(run.id, [...own, ...plan.files], state.reattached, context);

  host.announce({ kind: 'phase', phase: 'start' });
  await client.startRun(run.id, { parameters: plan.parameters, options: plan.options }, signal);
  state.status = 'queued';
}
