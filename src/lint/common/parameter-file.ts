/** The file of parameters, named in a way that REANA does not take. */
import { isJsonObject } from '../../base/json.ts';
import { levelOn } from '../kit/generation.ts';
import type { Problem, Rule, RuleExample } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

export const parameterFileRule: Rule<LintSubject> = {
  id: 'parameter-file',
  severity: 'error',
  code: 'serialization',
  refusedBy: 'bundle',
  title: 'workflow.parameters names no file, or one that the workflow cannot take',
  consequence:
    'Servers of the next generation refuse the specification; servers of today pass the file over, or take one of two.',
  fix: 'Name the file once, as workflow.parameters.file, for CWL and Snakemake; other workflows take inputs.parameters.',
  examples: {
    wrong: [
      next(example('yadage', 'parameters: {file: values.yml}')),
      next(example('snakemake', 'parameters: {file: a.yml}', 'parameters: {input: b.yml}')),
      example('snakemake', 'parameters: {}'),
    ],
    right: [
      next(example('snakemake', 'parameters: {file: a.yml}')),
      next(example('snakemake', '', 'parameters: {input: b.yml}')),
      next(example('yadage', '', 'parameters: {input: b.yml}')),
    ],
  },
  check: ({ specification: { data, document, language, inputs }, cluster }) => {
    const workflow = isJsonObject(data.workflow) ? data.workflow : {};
    const { parameters } = workflow;
    if (!isJsonObject(parameters)) return [];
    const { file } = parameters;
    const position = document.keyPosition(['workflow', 'parameters']);
    const takesFile = language === 'cwl' || language === 'snakemake';
    if (file === undefined) {
      const severity = levelOn(cluster, ['0.95', 'next'], { unknown: 'warning' });
      return severity === undefined
        ? []
        : [{ severity, message: 'workflow.parameters names no file', ...position }];
    }
    const severity = cluster?.generation === 'next' ? 'error' : 'warning';
    const problems: Problem[] = [];
    if (!takesFile) {
      const message = `a ${language} workflow takes no file of parameters`;
      problems.push({ severity, message, hint: 'Give them as inputs.parameters.', ...position });
    } else if (inputs.parameters.input !== undefined) {
      const message = 'inputs.parameters.input names a file of parameters, too';
      problems.push({ severity, message, hint: 'Remove one of them.', ...position });
    }
    return problems;
  },
};

function example(language: string, line: string, inputs = ''): RuleExample {
  const section = inputs === '' ? '' : `inputs:\n  ${inputs}\n`;
  const own = line === '' ? '' : `  ${line}\n`;
  return { 'reana.yaml': `${section}workflow:\n  type: ${language}\n  file: flow\n${own}` };
}

function next(analysis: RuleExample): RuleExample {
  return { ...analysis, 'server.json': '{"generation": "next"}' };
}
