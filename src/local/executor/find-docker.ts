/** The container engine of this machine. */
import type Docker from 'dockerode';

/** Milliseconds within which a container engine on this machine answers. */
const patience = 3000;

/**
 * Looks for Docker, or an engine that speaks its API.
 *
 * @param environment `DOCKER_HOST` names the engine as it does for `docker`
 * @returns the reason in `problem` where none answers
 */
export async function findDocker(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly docker: Docker } | { readonly problem: string }> {
  const host = environment.DOCKER_HOST;
  if (host?.startsWith('ssh://') === true) {
    return {
      problem: `DOCKER_HOST is ${host}, and an engine behind SSH has no files of this machine`,
    };
  }
  // Loaded here because it takes long, and most runs need none of it.
  const { default: Docker } = await import('dockerode');
  const options = host?.startsWith('unix://') === true ? { socketPath: host.slice(7) } : {};
  try {
    await new Docker({ ...options, timeout: patience }).ping();
    return { docker: new Docker(options) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
