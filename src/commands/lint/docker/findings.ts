/** Problems of an image on REANA, from the facts that a container engine tells of it. */
import type { Finding, RuleId } from '../../../base/error.ts';
import type { ImageState } from './image.ts';
import type { ClosedPath, Probe, Purpose } from './probe.ts';

type Unplaced = Omit<Finding, 'file' | 'line' | 'column'>;

/** An image where a step uses it. */
export interface ImageUse {
  readonly label: string;
  readonly image: string;
  /** That REANA runs the job as. */
  readonly uid: number;
  /** Absolute paths in the step's commands. */
  readonly paths: readonly string[];
  /** Whether commands start in the folder of the image, and not in the workspace. */
  readonly startsInImage: boolean;
}

/** @param probe absent when the image is not here */
export function imageFindings(
  use: ImageUse,
  state: ImageState,
  probe: Probe | undefined,
): Unplaced[] {
  const { image, label } = use;
  if (state.kind === 'nowhere') {
    return [error('image-missing', `the registry has no image ${image} (${label})`)];
  }
  if (state.kind === 'unseen' || probe === undefined) {
    const reason = state.kind === 'unseen' ? state.reason : 'it was not tried';
    const message = `the image ${image} is not checked: ${reason}`;
    return [{ rule: 'image-not-checked', severity: 'info', message, hint: 'Fetch it: --pull' }];
  }
  const { entrypoint, architecture } = state.settings;
  const findings: Unplaced[] = [];
  if (probe.problem !== undefined) findings.push(startFinding(use, probe.problem));
  if (architecture !== usualArchitecture) {
    findings.push(
      warning('image-platform', `the image ${image} is for ${architecture}, not for amd64`),
    );
  }
  if (entrypoint.length > 0) {
    const message = `${label} does not run the entrypoint of ${image}: ${entrypoint.join(' ')}`;
    findings.push({ rule: 'image-entrypoint', severity: 'info', message });
  }
  return [...findings, ...userFindings(use, probe)];
}

const usualArchitecture = 'amd64';

function startFinding({ image, label, uid }: ImageUse, problem: string): Unplaced {
  // The engine's message, in which the program that it could not start is quoted.
  if (/exec: "bash"|"bash": executable file not found/.test(problem)) {
    return error('image-without-bash', `the image ${image} of ${label} has no bash`);
  }
  return error('image-start', `${image} does not start as user ${uid} of group 0: ${problem}`);
}

function userFindings(use: ImageUse, { closed, imageUid }: Probe): Unplaced[] {
  const { image, label, uid } = use;
  const isOther = imageUid !== undefined && imageUid !== 0 && imageUid !== uid;
  const fits = isOther && imageUid >= smallestUid;
  const hint = fits
    ? `The image is made for user ${imageUid}: add kubernetes_uid: ${imageUid}`
    : 'Open it when the image is built: chmod -R a+rX';
  const barred = closed.filter((path) => matters(use, path));
  const findings = barred.map((path) => ({
    ...warning('image-closed', `${whatIs(path)} in ${image} is closed to user ${uid} of ${label}`),
    hint,
  }));
  if (!isOther || barred.length > 0) return findings;
  const message = `the image ${image} is made for user ${imageUid}; ${label} runs as ${uid}`;
  return [{ rule: 'image-user', severity: 'info', message }];
}

/** The smallest user id that clusters allow, unless they say otherwise. */
const smallestUid = 100;

function matters({ paths, startsInImage }: ImageUse, { purpose, path }: ClosedPath): boolean {
  if (purpose === 'folder') return startsInImage;
  return purpose !== 'command' || paths.includes(path);
}

function whatIs({ purpose, path, barrier }: ClosedPath): string {
  const where = barrier === path ? '' : `, below ${barrier},`;
  return `${names[purpose]} ${path}${where}`;
}

const names: Readonly<Record<Purpose, string>> = {
  folder: 'the folder that commands start in',
  home: 'the home',
  'search path': 'the folder of programs',
  command: 'what the command names,',
};

function error(rule: RuleId, message: string): Unplaced {
  return { rule, severity: 'error', message };
}

function warning(rule: RuleId, message: string): Unplaced {
  return { rule, severity: 'warning', message };
}
