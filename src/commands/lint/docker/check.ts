/** Looks into the images of the steps with a container engine. */
import { ReanaCiError, type Finding } from '../../../base/error.ts';
import { findDocker } from '../../../local/executor/find-docker.ts';
import { isImageName } from '../../../lint/kit/image.ts';
import type { LintStep, OutsideCheck, StepsSubject } from '../../../lint/kit/step.ts';
import type { Position } from '../../../document/source-document.ts';
import type { Edge } from '../../edge.ts';
import { imageFindings, type ImageUse } from './findings.ts';
import { readImage, type ImageState, type ImageTools } from './image.ts';
import { probeImage } from './probe.ts';

/**
 * A check that starts every image that is on this machine as REANA would, and looks at what is closed to the
 * user that the job runs as.
 *
 * @param pull whether images that are not here are fetched
 * @throws ReanaCiError `usage` when no container engine answers
 */
export async function dockerCheck(edge: Edge, pull: boolean): Promise<OutsideCheck> {
  const engine = await findDocker(edge.env);
  if ('problem' in engine) {
    throw new ReanaCiError('usage', `No container engine answers: ${engine.problem}.`, {
      hint: 'Start Docker, or Podman with its socket, named in DOCKER_HOST.',
    });
  }
  const tools = { docker: engine.docker, pull, output: edge.stderr, signal: edge.signal };
  // Analyses that are linted together often share their images.
  const states = new Map<string, ImageState>();
  return async (subject) => {
    const uses = subject.steps.flatMap((step) => imageUses(subject, step));
    const findings: Finding[] = [];
    for (const [image, users] of Map.groupBy(uses, (use) => use.image)) {
      const state = states.get(image) ?? (await readImage(image, tools));
      states.set(image, state);
      findings.push(...(await findingsOf(users, state, tools)));
    }
    return findings;
  };
}

interface PlacedUse extends ImageUse {
  readonly position: Position;
}

/** Steps with one user id share a container, which is asked for the paths of all of them. */
async function findingsOf(
  uses: readonly PlacedUse[],
  state: ImageState,
  tools: ImageTools,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [uid, users] of Map.groupBy(uses, (use) => use.uid)) {
    const paths = [...new Set(users.flatMap((use) => use.paths))];
    const image = users[0]?.image ?? '';
    const probe =
      state.kind === 'here'
        ? await probeImage(tools, image, state.settings, uid, paths)
        : undefined;
    for (const use of users) {
      const found = imageFindings(use, state, probe);
      findings.push(...found.map((finding) => ({ ...finding, ...use.position })));
    }
  }
  return findings;
}

const defaultUid = 1000;

/** None for steps of other backends, and for images that are no names: they are not started like this. */
function imageUses(
  { specification }: StepsSubject,
  { image, label, hints, script }: LintStep,
): PlacedUse[] {
  const { compute_backend: backend = 'kubernetes', kubernetes_uid: uid = defaultUid } = hints;
  if (image === undefined || backend !== 'kubernetes' || typeof uid !== 'number') return [];
  if (!isImageName(image.name) || image.name.startsWith('/')) return [];
  return [
    {
      label,
      image: image.name,
      uid,
      paths: absolutePaths(script),
      // The other engines go to the workspace first.
      startsInImage: specification.language === 'yadage',
      position: image.position,
    },
  ];
}

/** Those that are written out: no parameter and no variable is part of them. */
function absolutePaths(script: string): string[] {
  const pattern = /(?<![\w$}).:/~*-])\/[\w.+@-]+(?:\/[\w.+@-]+)*(?![\w/]*[${*?])/g;
  return [...new Set(script.match(pattern))];
}
