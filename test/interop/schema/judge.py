"""What REANA's own libraries say of specifications: judge.py GENERATION CASES ANSWERS."""

import contextlib
import io
import json
import logging
import os
import sys

import yaml
from reana_commons.serial import serial_load, serial_workflow_schema
from reana_commons.validation.operational_options import validate_operational_options
from reana_commons.validation.utils import validate_reana_yaml

generation, given, answers = sys.argv[1:]
logging.disable(logging.CRITICAL)
policy = {
    "supported_backends": ["kubernetes", "htcondorcern", "slurmcern", "compute4punch"],
    "workspace_paths": ["/var/reana"],
}
engine_keys = serial_workflow_schema["properties"]["steps"]["items"]["properties"]


def judge(root):
    os.chdir(root)
    with open("reana.yaml") as stream:
        specification = yaml.safe_load(stream)
    warnings = validate_reana_yaml(specification)
    workflow = specification["workflow"]
    options = specification.get("inputs", {}).get("options", {})
    validate_operational_options(workflow["type"], options)
    if workflow["type"] == "serial":
        serial_load(None, workflow["specification"], {}, original=True)
    if generation == "next":
        judge_next(root, specification)
    return [key for key in map(key_of, warnings.get("additional_properties", [])) if key]


def judge_next(root, specification):
    from reana_commons.specification import load_reana_spec
    from reana_commons.specification_paths import gather_validation_members
    from reana_commons.validation.report import validate_serialized_spec

    path = os.path.join(root, "reana.yaml")
    gather_validation_members(path)
    if specification["workflow"]["type"] in ("serial", "yadage"):
        specification = load_reana_spec(path, workspace_path=root)
    report = validate_serialized_spec(specification, policy)
    if not report["valid"]:
        raise Exception("; ".join(error["message"] for error in report["errors"]))


def key_of(warning):
    """The whole key; none for a hint that the schema forgot and the engine reads."""
    if ".steps." in warning["path"] and warning["property"] in engine_keys:
        return None
    return f"{warning['path']}.{warning['property']}".lstrip(".")


verdicts = []
for root in json.load(open(given)):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            verdicts.append({"refusal": "", "ignored": judge(root)})
    except BaseException as error:
        message = getattr(error, "message", None) or str(error)
        refusal = f"{type(error).__name__}: {message}"[:200]
        verdicts.append({"refusal": refusal, "ignored": []})
json.dump(verdicts, open(answers, "w"))
