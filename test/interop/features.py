"""Tests a run that is given as JSON with a feature file, by REANA's own reader; prints a JSON list of verdicts."""

import base64
import json
import logging
import sys

from reana_commons.gherkin_parser.data_fetcher import DataFetcherBase
from reana_commons.gherkin_parser.errors import StepDefinitionNotFound
from reana_commons.gherkin_parser.parser import parse_and_run_tests

logging.disable(logging.CRITICAL)


class Given(DataFetcherBase):
    """Answers as reana-client's fetcher does, from what is given."""

    def __init__(self, run, usage):
        self.run = run
        self.usage = usage
        self.files = {name: base64.b64decode(text) for name, text in run["files"].items()}

    def list_files(self, workflow, file_name=None, page=None, size=None, search=None):
        return [
            {"name": name, "size": {"raw": len(content), "human_readable": ""}}
            for name, content in self.files.items()
            if name == file_name
        ]

    def get_workflow_disk_usage(self, workflow, parameters):
        entries = [
            {"name": "/" + entry["path"], "size": {"raw": entry["size"]}} for entry in self.usage
        ]
        return {"disk_usage_info": entries[:1] if parameters.get("summarize") else entries}

    def get_workflow_logs(self, workflow, steps=None, page=None, size=None):
        jobs = {
            "job-%d" % index: {
                "job_name": job["name"],
                "logs": job["logs"],
                "started_at": job["started"],
                "finished_at": job["ended"],
            }
            for index, job in enumerate(self.run["jobs"])
            if steps is None or job["name"] in steps
        }
        logs = {
            "workflow_logs": self.run["engine"],
            "engine_specific": self.run["engineSpecific"],
            "job_logs": jobs,
        }
        return {"logs": json.dumps(logs)}

    def get_workflow_status(self, workflow):
        progress = {"run_started_at": self.run["started"], "run_finished_at": self.run["ended"]}
        return {"status": self.run["status"], "progress": progress}

    def get_workflow_specification(self, workflow):
        return {"specification": {"outputs": self.run["outputs"]}, "parameters": {}}

    def download_file(self, workflow, file_name):
        name = file_name.lstrip("/")
        if name not in self.files:
            raise Exception("{} does not exist.".format(name))
        return self.files[name], name, False


def verdicts(features, fetcher):
    for feature in features:
        try:
            _, results = parse_and_run_tests(feature, "fit.1", fetcher)
            yield [result.result.name for result in results]
        except StepDefinitionNotFound:
            yield "unknown"


given = json.load(sys.stdin)
print(json.dumps(list(verdicts(given["features"], Given(given["run"], given["usage"])))))
