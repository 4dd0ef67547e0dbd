/** The fields that CWL has for a workflow and its parts, as PanDA's reader takes them. */
import type { Finding } from '../../base/error.ts';
import { isJsonObject, type Json } from '../../base/json.ts';
import type { NodePath } from '../../document/source-document.ts';
import { suggestionHint } from '../../document/suggestion.ts';
import { type Chain, entriesOf } from '../chain.ts';
import type { ChainRuleId } from '../rules.ts';

const versions = ['v1.0', 'v1.1', 'v1.2'];

type Part = 'workflow' | 'workflowInput' | 'workflowOutput' | 'step' | 'stepInput';

const names: Readonly<Record<Part, string>> = {
  workflow: 'a workflow',
  workflowInput: 'an input of a workflow',
  workflowOutput: 'an output of a workflow',
  step: 'a step',
  stepInput: 'an input of a step',
};

/** For each part: fields of every version, those that came with v1.1, and those that came with v1.2. */
const fields: Readonly<Record<Part, readonly [string, string, string]>> = {
  workflow: ['cwlVersion class id label doc inputs outputs steps requirements hints', '', 'intent'],
  workflowInput: [
    'id label doc type default format secondaryFiles streamable inputBinding',
    'loadContents loadListing',
    '',
  ],
  workflowOutput: [
    'id label doc type outputSource linkMerge format secondaryFiles streamable',
    '',
    'pickValue',
  ],
  step: ['id label doc run in out scatter scatterMethod requirements hints', '', 'when'],
  stepInput: [
    'id source default linkMerge valueFrom',
    'label loadContents loadListing',
    'pickValue',
  ],
};

/** The last four came with v1.1, which the reader does not mind. */
const requirements =
  `CUDARequirement DockerRequirement EnvVarRequirement InitialWorkDirRequirement InlineJavascriptRequirement
  MPIRequirement MultipleInputFeatureRequirement ResourceRequirement ScatterFeatureRequirement SchemaDefRequirement
  ShellCommandRequirement SoftwareRequirement StepInputExpressionRequirement SubworkflowFeatureRequirement
  InplaceUpdateRequirement LoadListingRequirement NetworkAccess WorkReuse ToolTimeLimit`.split(
    /\s+/,
  );

const choices: Readonly<Record<string, readonly string[]>> = {
  linkMerge: ['merge_nested', 'merge_flattened'],
  scatterMethod: ['dotproduct', 'nested_crossproduct', 'flat_crossproduct'],
};

/** The version, fields that CWL does not have, keys that stand twice, members without a name. */
export function checkFields(chain: Chain): Finding[] {
  const { data } = chain;
  return [
    ...checkVersion(chain),
    ...chain.duplicates.map((finding) => ({ ...finding, rule, severity: 'error' as const })),
    ...checkPart(chain, 'workflow', data, []),
    ...checkMembers(chain, 'workflowInput', data.inputs, ['inputs']),
    ...checkMembers(chain, 'workflowOutput', data.outputs, ['outputs']),
    ...checkSources(chain),
    ...checkMembers(chain, 'step', data.steps, ['steps']),
    ...chain.steps.flatMap((step) =>
      checkMembers(chain, 'stepInput', step.fields.in, [...step.path, 'in']),
    ),
    ...checkRepeatedSteps(chain),
  ];
}

const rule: ChainRuleId = 'chain-structure';

function checkVersion(chain: Chain): Finding[] {
  const { version, data } = chain;
  if (data.cwlVersion === undefined || versions.includes(version)) return [];
  const hint = `Write one of ${versions.join(', ')}.`;
  return [problem(chain, ['cwlVersion'], `CWL has no such version`, hint)];
}

/** The fields of one mapping, and what is in those that have few values. */
function checkPart(chain: Chain, part: Part, value: Json, path: NodePath): Finding[] {
  if (!isJsonObject(value)) return [];
  const known = knownFields(chain.version, part);
  const findings: Finding[] = [];
  for (const [field, inner] of Object.entries(value)) {
    // Names with a colon or a dollar sign are for programs of other makers.
    if (/[:$]/.test(field)) continue;
    if (!known.includes(field)) {
      const since = versionOf(part, field);
      const message = `${names[part]} has no ${field}`;
      findings.push(
        since === undefined
          ? keyProblem(chain, [...path, field], message, suggestionHint(field, known))
          : keyProblem(
              chain,
              [...path, field],
              `${message} before CWL ${since}`,
              `Write cwlVersion: ${since}.`,
            ),
      );
    }
    const allowed = choices[field];
    if (allowed !== undefined && !(typeof inner === 'string' && allowed.includes(inner))) {
      const message = `${field} must be one of ${allowed.join(', ')}`;
      findings.push(problem(chain, [...path, field], message));
    }
    if (field === 'valueFrom' && typeof inner !== 'string') {
      findings.push(problem(chain, [...path, field], 'valueFrom is not a text'));
    }
  }
  return [...findings, ...checkRequirements(chain, value, path)];
}

function checkRequirements(chain: Chain, value: Json, path: NodePath): Finding[] {
  if (!isJsonObject(value)) return [];
  const { hints } = value;
  const findings =
    hints === undefined || hints === null || typeof hints === 'object'
      ? []
      : [problem(chain, [...path, 'hints'], 'hints is no list', 'Write hints: [loop].')];
  const list = value.requirements;
  if (list === undefined || list === null) return findings;
  const hint = 'Write requirements: {ScatterFeatureRequirement: {}}, for instance.';
  const place = [...path, 'requirements'];
  if (typeof list !== 'object') return [...findings, problem(chain, place, 'it is no list', hint)];
  const classes = Array.isArray(list)
    ? list.map((item: Json) => (isJsonObject(item) ? item.class : undefined))
    : Object.keys(list);
  const unknown = classes.filter(
    (name) => typeof name !== 'string' || !requirements.includes(name),
  );
  if (unknown.length === 0) return findings;
  const named = unknown.filter((name) => typeof name === 'string');
  const message =
    named.length === 0 ? 'a requirement has no class' : `CWL has no ${named.join(', ')}`;
  const advice = named[0] === undefined ? hint : suggestionHint(named[0], requirements);
  return [...findings, problem(chain, place, message, advice)];
}

function checkMembers(chain: Chain, part: Part, list: Json | undefined, path: NodePath): Finding[] {
  const members = list === undefined ? [] : entriesOf(list, path);
  const findings = members.flatMap(({ value, path: place }) =>
    checkPart(chain, part, value, place),
  );
  if (!Array.isArray(list)) return findings;
  const nameless = list.flatMap((item: Json, index) =>
    isJsonObject(item) && typeof item.id === 'string'
      ? []
      : [problem(chain, [...path, index], `${names[part]} has no id in this list`)],
  );
  return [...findings, ...nameless];
}

/** PanDA takes one source of an output, though CWL takes several. */
function checkSources(chain: Chain): Finding[] {
  return entriesOf(chain.data.outputs, ['outputs'])
    .filter(({ value }) => !(isJsonObject(value) && typeof value.outputSource === 'string'))
    .map(({ name, path }) => {
      const hint = 'Write {type: string, outputSource: STEP/outDS}.';
      return problem(chain, path, `the output ${name} does not name one source`, hint);
    });
}

function checkRepeatedSteps(chain: Chain): Finding[] {
  const seen = new Set<string>();
  return chain.steps.flatMap(({ name, path }) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [problem(chain, path, `there are two steps with the name ${name}`)];
  });
}

function knownFields(version: string, part: Part): string[] {
  const newest = versions.indexOf(version);
  const lists = fields[part].slice(0, newest < 0 ? versions.length : newest + 1);
  return lists.flatMap((list) => list.split(' ')).filter((name) => name !== '');
}

/** The version that brought a field; `undefined` where there is no such field at all. */
function versionOf(part: Part, field: string): string | undefined {
  return versions[fields[part].findIndex((list) => list.split(' ').includes(field))];
}

function problem(chain: Chain, path: NodePath, message: string, hint?: string): Finding {
  const finding: Finding = { rule, severity: 'error', message, ...chain.source.position(path) };
  return hint === undefined ? finding : { ...finding, hint };
}

function keyProblem(chain: Chain, path: NodePath, message: string, hint: string): Finding {
  return { rule, severity: 'error', message, hint, ...chain.source.keyPosition(path) };
}
