/** Fields that CWL does not have. */
import { isJsonObject, type Json, type JsonObject } from '../../../../base/json.ts';
import type { NodePath } from '../../../source-document.ts';
import { suggest } from '../../../suggestion.ts';
import type { CwlProcess } from '../../../cwl/workflow.ts';
import type { CwlSubject } from '../../cwl-document.ts';
import { entriesOf } from '../../../cwl/entry.ts';
import type { Problem, Rule } from '../../rule.ts';
import { cwlExample } from './example.ts';

export const cwlField: Rule<CwlSubject> = {
  id: 'cwl-field',
  severity: 'error',
  title: 'CWL has no field of this name',
  consequence: 'cwltool refuses the document, so that no run can be made of it.',
  fix: 'Correct the name, or remove the field. Fields of your own need a namespace: `mine:note`.',
  examples: {
    wrong: [
      cwlExample('workflow.cwl', 'outputSource', 'outputSourse'),
      cwlExample('fit.cwl', 'baseCommand', 'basecommand'),
      cwlExample('workflow.cwl', '    run:', '    image: python\n    run:'),
    ],
    right: [cwlExample(), cwlExample('fit.cwl', 'baseCommand', 'stdout: log\nbaseCommand')],
  },
  check: ({ cwl }) => cwl.processes.flatMap(processProblems),
};

const common =
  'id inputs outputs requirements hints label doc cwlVersion class intent $namespaces $schemas $graph $base';
const parameter = 'id label doc type format secondaryFiles streamable';
/** Of CWL 1.0 to 1.2. */
const fields = {
  Workflow: names(common, 'steps'),
  CommandLineTool: names(
    common,
    'baseCommand arguments stdin stdout stderr successCodes temporaryFailCodes permanentFailCodes',
  ),
  ExpressionTool: names(common, 'expression'),
  input: names(parameter, 'default inputBinding loadContents loadListing'),
  output: names(parameter, 'outputBinding outputSource linkMerge pickValue'),
  step: names('id in out requirements hints label doc run scatter scatterMethod when'),
  source: names('id source linkMerge pickValue loadContents loadListing label default valueFrom'),
};

const processKinds = ['Workflow', 'CommandLineTool', 'ExpressionTool'] as const;

function processProblems(process: CwlProcess): Problem[] {
  const { data } = process;
  const kind = processKinds.find((known) => known === data.class);
  if (kind === undefined) return [];
  return [
    ...unknownIn(process, data, [], fields[kind], kind),
    ...parts(process, 'inputs', fields.input, 'an input'),
    ...parts(process, 'outputs', fields.output, 'an output'),
    ...parts(process, 'steps', fields.step, 'a step'),
    ...entriesOf(data.steps).flatMap(({ value, path }) =>
      isJsonObject(value)
        ? each(process, value.in, ['steps', ...path, 'in'], fields.source, 'an input of a step')
        : [],
    ),
  ];
}

function parts(
  process: CwlProcess,
  key: 'inputs' | 'outputs' | 'steps',
  known: ReadonlySet<string>,
  owner: string,
): Problem[] {
  return each(process, process.data[key], [key], known, owner);
}

function each(
  process: CwlProcess,
  value: Json | undefined,
  place: NodePath,
  known: ReadonlySet<string>,
  owner: string,
): Problem[] {
  return entriesOf(value).flatMap((entry) =>
    isJsonObject(entry.value)
      ? unknownIn(process, entry.value, [...place, ...entry.path], known, owner)
      : [],
  );
}

function unknownIn(
  { source, path }: CwlProcess,
  data: JsonObject,
  place: NodePath,
  known: ReadonlySet<string>,
  owner: string,
): Problem[] {
  return Object.keys(data)
    .filter((key) => !known.has(key) && !/[:#/]|^\$(?:import|include|mixin)$/.test(key))
    .map((key) => {
      const near = suggest(key, known);
      return {
        message: `${owner} has no field ${key}`,
        ...(near === undefined ? {} : { hint: `Did you mean ${near}?` }),
        ...source.keyPosition([...path, ...place, key]),
      };
    });
}

function names(...lists: string[]): ReadonlySet<string> {
  return new Set(lists.join(' ').split(' '));
}
