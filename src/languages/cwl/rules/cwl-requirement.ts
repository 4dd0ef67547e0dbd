/** Requirements that the version of CWL does not have. */
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import type { NodePath } from '../../../document/source-document.ts';
import { suggest } from '../../../document/suggestion.ts';
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import type { CwlSubject } from '../document.ts';
import { entriesOf } from '../entry.ts';
import { isForeign } from '../field-schema.ts';
import type { CwlProcess } from '../workflow.ts';
import { cwlExample } from './example.ts';

const network = 'requirements: {NetworkAccess: {networkAccess: true}}\ninputs: {mass: int}';

export const cwlRequirement: Rule<CwlSubject> = {
  id: 'cwl-requirement',
  severity: 'error',
  refusedBy: 'bundle',
  title: 'the version of CWL does not have a requirement',
  consequence: 'cwltool refuses the document, so that no run can be made of it.',
  fix: 'Raise cwlVersion, or write the requirement under hints.',
  examples: {
    wrong: [
      cwlExample('workflow.cwl', 'inputs: {mass: int}', network),
      cwlExample('workflow.cwl', 'inputs: {mass: int}', network.replace('Access:', 'Acess:')),
    ],
    right: [
      cwlExample('workflow.cwl', 'inputs: {mass: int}', network.replace('requirements', 'hints')),
      cwlExample(
        'workflow.cwl',
        'v1.0\nclass: Workflow',
        `v1.1\nclass: Workflow\n${network.split('\n')[0] ?? ''}`,
      ),
    ],
  },
  check: ({ cwl }) => cwl.processes.flatMap((process) => problemsOf(process, cwl.processes)),
};

const ofFirst = [
  ...['InlineJavascriptRequirement', 'SchemaDefRequirement', 'DockerRequirement'],
  ...['SoftwareRequirement', 'InitialWorkDirRequirement', 'EnvVarRequirement'],
  ...['ShellCommandRequirement', 'ResourceRequirement', 'SubworkflowFeatureRequirement'],
  ...['ScatterFeatureRequirement', 'MultipleInputFeatureRequirement'],
  'StepInputExpressionRequirement',
];
const ofLater = [
  ...['LoadListingRequirement', 'WorkReuse', 'NetworkAccess', 'InplaceUpdateRequirement'],
  'ToolTimeLimit',
];

function problemsOf(process: CwlProcess, all: readonly CwlProcess[]): Problem[] {
  const { source, path, data } = process;
  const version = versionOf(process, all);
  if (version === undefined) return [];
  const known = version === 'v1.0' ? ofFirst : [...ofFirst, ...ofLater];
  const holders: readonly { readonly data: JsonObject; readonly place: NodePath }[] = [
    { data, place: [] },
    ...entriesOf(data.steps).flatMap((step) =>
      isJsonObject(step.value) ? [{ data: step.value, place: ['steps', ...step.path] }] : [],
    ),
  ];
  return holders.flatMap((holder) =>
    entriesOf(holder.data.requirements, 'class')
      .filter(({ id }) => !known.includes(id) && !isForeign(id))
      .map(({ id, path: place }) => {
        const near = suggest(id, known);
        const hint = near === undefined ? {} : { hint: `Did you mean ${near}?` };
        const message = `${version} of CWL has no requirement ${id}`;
        const where = [...path, ...holder.place, 'requirements', ...place];
        return { message, ...hint, ...source.keyPosition(where) };
      }),
  );
}

/** What the file says that the process stands in; of drafts nothing is known. */
function versionOf(
  { source, data }: CwlProcess,
  all: readonly CwlProcess[],
): 'v1.0' | 'v1.1' | 'v1.2' | undefined {
  const outer = all.find((other) => other.source === source && other.path.length === 0);
  const version = data.cwlVersion ?? outer?.data.cwlVersion;
  return (['v1.0', 'v1.1', 'v1.2'] as const).find((known) => known === version);
}
