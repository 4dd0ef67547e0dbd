/** Before any test of the image: an engine, and the image as this repository makes it. */
import { requireDockerEngine } from '../interop/docker-engine.ts';
import { buildImage } from './image.ts';

/** @throws Error when this machine can have no container engine, or the image cannot be built */
export async function setup(): Promise<void> {
  const engine = await requireDockerEngine();
  if ('problem' in engine) throw new Error(`The image cannot be tried: ${engine.problem}.`);
  await buildImage(engine.docker);
}
