/**
 * The executor plugin that makes Snakemake hand its jobs to us: a rule's shell command, its container and
 * its resources go over the socket as one job.
 */

/** Name of the Python package, by which Snakemake finds the plugin on PYTHONPATH. */
export const pluginPackage = 'snakemake_executor_plugin_reana_ci';
/** The plugin's name on the command line. */
export const pluginName = 'reana-ci';
/** Environment variable with the path of the socket. */
export const socketVariable = 'REANA_CI_JOB_SOCKET';

/** The functions by which an executor describes a job, hands a request over and waits for the answer. */
export const askSource = String.raw`

def described(job):
    for output in job.output:
        os.makedirs(os.path.dirname(output) or ".", exist_ok=True)
    return {
        "name": job.name,
        "image": job.container_img_url or "",
        "command": job.shellcmd,
        "hints": {name: value for name, value in job.resources.items()
                  if isinstance(value, (str, int, float, bool))},
    }


def ask(request):
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(os.environ["${socketVariable}"])
            connection.sendall(json.dumps(request).encode() + b"\n")
            with connection.makefile() as answers:
                return json.loads(answers.readline())
    except Exception as error:
        return {"error": f"The job could not be handed over: {error!r} "}
`;

/** Source of the package; written for the plugin interface of Snakemake 8 and later. */
export const pluginSource = String.raw`
import concurrent.futures
import json
import os
import socket

from snakemake_interface_common.exceptions import WorkflowError
from snakemake_interface_executor_plugins.executors.base import SubmittedJobInfo
from snakemake_interface_executor_plugins.executors.remote import RemoteExecutor
from snakemake_interface_executor_plugins.settings import CommonSettings

common_settings = CommonSettings(
    non_local_exec=True,
    implies_no_shared_fs=False,
    job_deploy_sources=False,
)


class Executor(RemoteExecutor):
    def __post_init__(self):
        self.next_seconds_between_status_checks = 0.2
        self.pool = concurrent.futures.ThreadPoolExecutor(max_workers=1000)
        jobs = [job for job in self.dag.needrun_jobs() if not job.is_local]
        ask({"total": len(jobs)})

    def run_job(self, job):
        if job.is_group() or not job.shellcmd:
            raise WorkflowError(f"{job}: REANA runs rules with a shell command only.")
        answer = self.pool.submit(ask, described(job))
        self.report_job_submission(SubmittedJobInfo(job, aux={"answer": answer}))

    async def check_active_jobs(self, active_jobs):
        for info in active_jobs:
            answer = info.aux["answer"]
            if not answer.done():
                yield info
            elif answer.result().get("status") == "finished":
                self.report_job_success(info)
            else:
                self.report_job_error(info, msg=answer.result().get("error", "See the job's log. "))

    def cancel_jobs(self, active_jobs):
        """Jobs end with the run."""
${askSource}`;
