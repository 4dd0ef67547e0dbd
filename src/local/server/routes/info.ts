/** The cluster's offers: this machine has no limits but its own. */
import type { FastifyInstance } from 'fastify';
import { workflowTypes } from '../../../reana/types.ts';
import { computeBackends } from '../../run/backend-check.ts';
import type { ServerContext } from '../server-context.ts';

export function infoRoutes(app: FastifyInstance, context: ServerContext): void {
  app.get('/api/info', () => ({
    ...stableInfo(context),
    ...(context.generation.extended && alphaInfo()),
  }));
}

function stableInfo({ state }: ServerContext): object {
  return {
    compute_backends: entry('List of supported compute backends', computeBackends),
    default_kubernetes_jobs_timeout: entry('Default timeout for Kubernetes jobs', '604800'),
    default_kubernetes_memory_limit: entry('Default memory limit for Kubernetes jobs', null),
    default_workspace: entry('Default workspace', state.workspaces),
    kubernetes_max_memory_limit: entry('Maximum allowed memory limit for Kubernetes jobs', null),
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
    ...jobInfo(),
    ...engineInfo(),
    ...daskInfo(),
    gitlab_host: entry('GitLab host', ''),
    interactive_session_recommended_jupyter_images: entry(
      'Recommended Jupyter images for interactive sessions',
      [],
    ),
    interactive_sessions_custom_image_allowed: entry(
      'Users can set custom interactive session images',
      'False',
    ),
    vetted_container_images_allowlist: entry(
      'List of vetted container images allowed in user workflows',
      [],
    ),
    vetted_container_images_enabled: entry(
      'Vetted container images required for user workflows',
      false,
    ),
  };
}

function jobInfo(): object {
  return {
    default_kubernetes_cpu_limit: entry('Default CPU limit for Kubernetes jobs', null),
    default_kubernetes_cpu_request: entry('Default CPU request for Kubernetes jobs', null),
    default_kubernetes_memory_request: entry('Default memory request for Kubernetes jobs', null),
    kubernetes_max_cpu_limit: entry('Maximum allowed CPU limit for Kubernetes jobs', null),
    kubernetes_max_cpu_request: entry('Maximum allowed CPU request for Kubernetes jobs', null),
    kubernetes_max_memory_request: entry(
      'Maximum allowed memory request for Kubernetes jobs',
      null,
    ),
    kubernetes_min_user_uid: entry(
      'Minimum allowed user runtime container UID for Kubernetes jobs',
      100,
    ),
  };
}

function engineInfo(): object {
  return {
    cwl_engine_tool: entry('CWL engine tool', 'cwltool'),
    cwl_engine_version: entry('CWL engine version', '3.1.20210628163208'),
    snakemake_engine_version: entry('Snakemake engine version', '8.24.1'),
    supported_workflow_engines: entry(
      'List of supported workflow engines',
      workflowTypes.toSorted(),
    ),
    yadage_engine_adage_version: entry('Yadage engine adage version', '0.11.0'),
    yadage_engine_packtivity_version: entry('Yadage engine packtivity version', '0.16.2'),
    yadage_engine_version: entry('Yadage engine version', '0.20.1'),
  };
}

/** There is no Dask here, so that its bounds say nothing. */
function daskInfo(): object {
  return {
    dask_enabled: entry('Dask workflows allowed in the cluster', 'False'),
    dask_autoscaler_enabled: entry('Dask autoscaler enabled in the cluster', 'False'),
    dask_cluster_default_number_of_workers: entry(
      'The number of Dask workers created by default',
      '2',
    ),
    dask_cluster_default_single_worker_memory: entry(
      'The amount of memory used by default by a single Dask worker',
      '2Gi',
    ),
    dask_cluster_default_single_worker_threads: entry(
      'The number of threads used by default by a single Dask worker',
      '4',
    ),
    dask_cluster_max_memory_limit: entry(
      'The maximum memory limit for Dask clusters created by users',
      '16Gi',
    ),
    dask_cluster_max_number_of_workers: entry(
      'The maximum number of workers that users can ask for the single Dask cluster',
      '20',
    ),
    dask_cluster_max_single_worker_memory: entry(
      'The maximum amount of memory that users can ask for the single Dask worker',
      '8Gi',
    ),
    dask_cluster_max_single_worker_threads: entry(
      'The maximum number of threads that users can ask for the single Dask worker',
      '8',
    ),
  };
}

function entry(title: string, value: unknown): object {
  return { title, value };
}
