/** The words in a picture of a workflow: the same in all its forms. */
import type { Finding } from '../../base/error.ts';
import { formatCount, formatStepTime } from '../../base/format.ts';
import {
  allStages,
  countJobs,
  type Stage,
  type StageEdge,
  type Workflow,
} from '../../languages/workflow/workflow.ts';
import type { StageProgress } from './annotation.ts';

/** `7 stages, 67 jobs`. */
export function sizeOf(workflow: Workflow): string {
  const steps = allStages(workflow).filter((stage) => stage.kind === 'step');
  const jobs = countJobs(workflow.stages);
  const atLeast = steps.reduce((sum, stage) => sum + (stage.jobs ?? 0), 0);
  const counted =
    jobs === undefined ? `${atLeast} jobs and more at run time` : formatCount(jobs, 'job');
  return `${formatCount(steps.length, 'stage')}, ${counted}`;
}

/** `×8`, `×N` when only the run can tell; nothing for a single job. */
export function multiplicityOf(stage: Stage): string | undefined {
  const number = stage.kind === 'workflow' ? stage.copies : stage.jobs;
  if (stage.kind === 'inputs' || stage.kind === 'target' || number === 1) return undefined;
  return `×${number ?? 'N'}`;
}

/** The image without its registry: `reana-env-root6:6.18.04`. */
export function shortImage(image: string): string {
  return image.replace(/@sha256:([0-9a-f]{8})[0-9a-f]*$/, '@$1…').replace(/^.*\//s, '');
}

/** Memory, user id, backend and credentials: `4Gi · uid 500 · voms`. */
export function needsOf({ needs }: Stage): string {
  const { memory, uid, backend, credentials } = needs;
  return [
    ...(memory === undefined ? [] : [memory]),
    ...(uid === undefined ? [] : [`uid ${uid}`]),
    ...(backend === undefined ? [] : [backend]),
    ...credentials.map((credential) => credential.replace('_proxy', '')),
  ].join(' · ');
}

/** `finished · 12 s`, `3 finished, 1 failed · 2 min 05 s`. */
export function progressText({ status, jobs, milliseconds }: StageProgress): string {
  const counts = Object.entries(jobs);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (status === 'unclear') return 'unclear: other stages have its name';
  const text = total > 1 ? counts.map(([name, count]) => `${count} ${name}`).join(', ') : status;
  return milliseconds === undefined ? text : `${text} · ${formatStepTime(milliseconds)}`;
}

/** What passes along an edge, one text for each output: `histfile → signal_file`. */
export function flowTexts({ flows }: StageEdge): string[] {
  return flows.map(({ output, parameter }) =>
    output === '' || parameter === '' || output === parameter
      ? output || parameter
      : `${output} → ${parameter}`,
  );
}

/** The first of several texts, and how many more there are. */
export function firstOf(texts: readonly string[], most: number): string[] {
  if (texts.length <= most) return [...texts];
  return [...texts.slice(0, most - 1), `+${texts.length - most + 1} more`];
}

/** `text`, or its beginning when it is longer than `most` characters. */
export function shorten(text: string, most: number): string {
  const characters = Array.from(text.replace(/\s+/g, ' '));
  return characters.length <= most
    ? characters.join('')
    : `${characters.slice(0, most - 1).join('')}…`;
}

/** `text` in lines of at most so many characters, the last one shortened when there would be more lines. */
export function wrap(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  let rest = text.replace(/\s+/g, ' ');
  while (lines.length + 1 < most && rest.length > width) {
    const end = rest.lastIndexOf(' ', width);
    if (end <= 0) break;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end + 1);
  }
  return [...lines, shorten(rest, width)];
}

/** Like {@link shorten}, leaving the end of the text too: the tag of an image. */
export function shortenInside(text: string, most: number): string {
  const characters = Array.from(text);
  if (characters.length <= most) return text;
  const end = Math.floor(most / 3);
  return `${characters.slice(0, most - 1 - end).join('')}…${characters.slice(-end).join('')}`;
}

/** Errors in their own words, warnings by their number. */
export function findingLines(
  findings: readonly Finding[],
  most: number,
): { readonly text: string; readonly tone: 'error' | 'warning' }[] {
  const messages = findings
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  return [
    ...firstOf(messages, most).map((text) => ({ text, tone: 'error' as const })),
    ...(warnings === 0
      ? []
      : [{ text: formatCount(warnings, 'warning'), tone: 'warning' as const }]),
  ];
}
