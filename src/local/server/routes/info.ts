/** What the cluster offers: this machine has no limits but its own. */
import type { FastifyInstance } from 'fastify';
import { workflowTypes } from '../../../reana/types.ts';
import type { ServerContext } from '../server-context.ts';

export function infoRoutes(app: FastifyInstance, context: ServerContext): void {
  app.get('/api/info', () => ({
    ...stableInfo(context),
    ...(context.generation.extended && alphaInfo()),
  }));
}

function stableInfo({ state }: ServerContext): object {
  return {
    compute_backends: entry('List of supported compute backends', ['kubernetes']),
    default_kubernetes_cpu_limit: entry('Default CPU limit for Kubernetes jobs', null),
    default_kubernetes_cpu_request: entry('Default CPU request for Kubernetes jobs', null),
    default_kubernetes_jobs_timeout: entry('Default timeout for Kubernetes jobs', '604800'),
    default_kubernetes_memory_limit: entry('Default memory limit for Kubernetes jobs', null),
    default_kubernetes_memory_request: entry('Default memory request for Kubernetes jobs', null),
    default_workspace: entry('Default workspace', state.workspaces),
    kubernetes_max_cpu_limit: entry('Maximum allowed CPU limit for Kubernetes jobs', null),
    kubernetes_max_cpu_request: entry('Maximum allowed CPU request for Kubernetes jobs', null),
    kubernetes_max_memory_limit: entry('Maximum allowed memory limit for Kubernetes jobs', null),
    kubernetes_max_memory_request: entry(
      'Maximum allowed memory request for Kubernetes jobs',
      null,
    ),
    maximum_interactive_session_inactivity_period: entry(
      'Maximum inactivity period in days before automatic closure of interactive sessions',
      null,
    ),
    maximum_kubernetes_jobs_timeout: entry('Maximum timeout for Kubernetes jobs', '1209600'),
    maximum_workspace_retention_period: entry(
      'Maximum retention period in days for workspace files',
      null,
    ),
    workspaces_available: entry('List of available workspaces', [state.workspaces]),
  };
}

function alphaInfo(): object {
  return {
    dask_enabled: entry('Dask workflows allowed in the cluster', 'False'),
    interactive_sessions_custom_image_allowed: entry(
      'Whether users are allowed to spawn custom interactive session images',
      'False',
    ),
    kubernetes_min_user_uid: entry(
      'Minimum allowed user runtime container UID for Kubernetes jobs',
      100,
    ),
    supported_workflow_engines: entry(
      'List of supported workflow engines',
      workflowTypes.toSorted(),
    ),
    vetted_container_images_allowlist: entry('List of vetted container images', []),
    vetted_container_images_enabled: entry('Vetted container images required', false),
  };
}

function entry(title: string, value: unknown): object {
  return { title, value };
}
