"""Reads reports with programs that others use: prints as JSON what each of them refuses, and what it read."""
import json
import sys

from lxml import etree
from prometheus_client.openmetrics.parser import text_string_to_metric_families

schema = etree.XMLSchema(etree.parse(sys.argv[1]))
answers = {}
for path in sys.argv[2:]:
    try:
        if path.endswith('.xml'):
            document = etree.parse(path, etree.XMLParser(huge_tree=True, resolve_entities=False))
            valid = schema.validate(document)
            answers[path] = {
                'refused': [] if valid else [str(error) for error in schema.error_log][:10],
                'cases': len(document.findall('.//testcase')),
            }
        else:
            text = open(path, encoding='utf-8').read()
            families = list(text_string_to_metric_families(text))
            numbers = {one.name: one.value for family in families for one in family.samples}
            answers[path] = {'refused': [], 'numbers': numbers}
    except (etree.XMLSyntaxError, ValueError) as error:
        answers[path] = {'refused': [str(error)]}
json.dump(answers, sys.stdout)
