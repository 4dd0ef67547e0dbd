/**
 * The executor for Snakemake 7, which knows no plugins: it takes the place of the one for clusters when Snakemake is
 * loaded, as the engine of REANA 0.9 does it. The command line is that of newer versions.
 */
import { askSource, pluginName } from './executor-plugin.ts';

/** Files by name, for a folder on PYTHONPATH; Python runs `sitecustomize` whenever it starts. */
export const startupFiles: Readonly<Record<string, string>> = {
  'sitecustomize.py': String.raw`
import importlib.abc
import importlib.machinery
import sys


class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != "snakemake.scheduler":
            return None
        sys.meta_path.remove(self)
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            if hasattr(module, "GenericClusterExecutor"):
                import reana_ci_executor
                module.GenericClusterExecutor = reana_ci_executor.Executor

        spec.loader.exec_module = exec_module
        return spec


sys.meta_path.insert(0, Finder())
`,
  'reana_ci_executor.py': String.raw`
import asyncio
import concurrent.futures
import json
import os
import socket
import sys

from snakemake.executors import ClusterExecutor, GenericClusterExecutor
from snakemake.logging import logger

if "--executor" in sys.argv:
    at = sys.argv.index("--executor")
    # As in REANA, files that are marked as temporary stay.
    sys.argv[at:at + 2] = ["--cluster", "${pluginName}", "--notemp"]


class Executor(GenericClusterExecutor):
    def __init__(self, *arguments, **options):
        self.pool = concurrent.futures.ThreadPoolExecutor(max_workers=1000)
        super().__init__(*arguments, **options)
        jobs = [job for job in self.dag.needrun_jobs() if not job.is_local]
        ask({"total": len(jobs)})

    def run(self, job, callback=None, submit_callback=None, error_callback=None):
        super()._run(job)
        if job.is_group() or not job.shellcmd:
            logger.error(f"{job}: REANA runs rules with a shell command only.")
            error_callback(job)
            return
        answer = self.pool.submit(ask, described(job))
        with self.lock:
            self.active_jobs.append((job, callback, error_callback, answer))

    async def _wait_for_jobs(self):
        while True:
            with self.lock:
                if not self.wait:
                    return
                active, self.active_jobs = self.active_jobs, []
            waiting = []
            for entry in active:
                job, callback, error_callback, answer = entry
                if not answer.done():
                    waiting.append(entry)
                elif answer.result().get("status") == "finished":
                    callback(job)
                else:
                    self.print_job_error(job, answer.result().get("error", "See the job's log."))
                    error_callback(job)
            with self.lock:
                self.active_jobs.extend(waiting)
            await asyncio.sleep(0.2)

    def handle_job_success(self, job):
        # Not what a cluster needs, whose jobs are Snakemake again; and touch() makes its files.
        super(ClusterExecutor, self).handle_job_success(
            job, upload_remote=False, handle_log=False, handle_touch=True
        )

    def cancel(self):
        self.shutdown()
${askSource}`,
};
