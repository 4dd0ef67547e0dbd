/** A file that is YAML but no CWL. */
import { suggestionHint } from '../../../document/suggestion.ts';
import type { CwlProcess } from '../workflow.ts';
import type { CwlSubject } from '../document.ts';
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import { cwlExample } from './example.ts';

const classes = ['Workflow', 'CommandLineTool', 'ExpressionTool', 'Operation'];
const versions = /^(?:draft-[23]|v1\.[012](?:\.0-dev\d+)?|draft-4.dev\d|cwl:\S+)$/;

export const cwlDocument: Rule<CwlSubject> = {
  id: 'cwl-document',
  severity: 'error',
  code: 'serialization',
  refusedBy: 'bundle',
  title: 'a file is no CWL document',
  consequence: 'cwltool refuses the workflow, so that no run can be made of it.',
  fix: 'Give cwlVersion, class, inputs and outputs; a workflow has steps.',
  examples: {
    wrong: [
      cwlExample('workflow.cwl', 'class: Workflow', 'class: Workflows'),
      cwlExample('fit.cwl', 'inputs: {mass: int}\n', ''),
      cwlExample('workflow.cwl', 'cwlVersion: v1.0', 'cwlVersion: v1'),
    ],
    right: [cwlExample()],
  },
  check: ({ cwl }) => cwl.processes.flatMap(problemsOf),
};

function problemsOf({ source, path, data }: CwlProcess): Problem[] {
  const problems: Problem[] = [];
  const kind = data.class;
  if (typeof kind !== 'string') {
    problems.push({ message: 'a CWL document needs a class', ...source.position(path) });
  } else if (!classes.includes(kind)) {
    const hint = suggestionHint(kind, classes);
    problems.push({
      message: `CWL has no class ${kind}`,
      hint,
      ...source.position([...path, 'class']),
    });
  }
  if (path.length === 0) problems.push(...versionProblems(source, data.cwlVersion));
  for (const key of ['inputs', 'outputs', ...(kind === 'Workflow' ? ['steps'] : [])]) {
    if (data[key] === undefined && typeof kind === 'string') {
      problems.push({ message: `a ${kind} needs ${key}`, ...source.position(path) });
    }
  }
  return problems;
}

function versionProblems(source: CwlProcess['source'], version: unknown): Problem[] {
  if (version === undefined) {
    return [{ message: 'cwlVersion is missing', hint: 'Add v1.2.', ...source.position([]) }];
  }
  if (typeof version === 'string' && versions.test(version)) return [];
  const message = `${JSON.stringify(version)} is no version of CWL`;
  return [{ message, hint: 'Known: v1.0, v1.1, v1.2.', ...source.position(['cwlVersion']) }];
}
