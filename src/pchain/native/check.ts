/** A chain in PanDA's own language (`pchain --wfd`), checked as its reader would read it. */
import type { Finding } from '../../base/error.ts';
import { isReanaCiError } from '../../base/error.ts';
import { isJsonObject, type Json } from '../../base/json.ts';
import type { NodePath, SourceDocument } from '../../document/source-document.ts';
import { suggestionHint } from '../../document/suggestion.ts';
import { readYaml, toJson } from '../../document/yaml.ts';
import type { Chain, ChainStep, Sandbox } from '../chain.ts';
import { feederOf } from '../checks/order.ts';
import { checkSteps } from '../checks/steps.ts';
import { checkStepInputs } from '../checks/structure.ts';
import type { ChainRuleId } from '../rules.ts';
import { keys, kindNames, readScope, type Scope, workflowKeys } from './scope.ts';

/** @param file path as the user knows it */
export async function checkNative(file: string, text: string, within: Sandbox): Promise<Finding[]> {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  const waiting = [{ file, text, isScattered: false }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (seen.has(next.file)) continue;
    seen.add(next.file);
    const read = tryToRead(next.file, next.text, findings);
    if (read === undefined) continue;
    const references = await checkDescription(read, next.isScattered, within, findings);
    // PanDA looks for files of the main description only.
    if (next.file !== file) continue;
    for (const { name, isScattered, finding } of references) {
      const found = await within.open(name);
      if (found === undefined) findings.push(finding);
      else waiting.push({ file: name, text: found, isScattered });
    }
  }
  return findings.map(inItsWords);
}

interface Reference {
  readonly name: string;
  readonly isScattered: boolean;
  /** What is told when there is no such file. */
  readonly finding: Finding;
}

async function checkDescription(
  { source, data }: { readonly source: SourceDocument; readonly data: Json },
  isScattered: boolean,
  within: Sandbox,
  findings: Finding[],
): Promise<Reference[]> {
  if (!isJsonObject(data)) {
    findings.push(structure(source, [], 'this is no description of a workflow', 'Write steps: …'));
    return [];
  }
  const references: Reference[] = [];
  const isNested = isJsonObject(data.workflow);
  const root: Scope = isNested
    ? { data: data.workflow as Scope['data'], path: ['workflow'], isScattered }
    : { data, path: [], isScattered };
  const blocks = isJsonObject(data.workflow_blocks) ? data.workflow_blocks : {};
  const scopes = [root];
  const used = new Set<string>();
  for (const scope of scopes) {
    if (!checkScope(source, scope, findings)) continue;
    const { chain, inner } = readScope(source, scope);
    findings.push(...(await checkOne(chain, scope, within)));
    for (const { name, value, path } of inner) {
      const scattered = value.scatter_inputs !== undefined;
      if (isJsonObject(value.steps)) scopes.push({ data: value, path, isScattered: scattered });
      else if (typeof value.workflow_ref === 'string') {
        const reference = value.workflow_ref;
        const block = blocks[reference];
        if (isJsonObject(block) && !used.has(reference)) {
          used.add(reference);
          scopes.push({
            data: block,
            path: ['workflow_blocks', reference],
            isScattered: scattered,
          });
        } else if (block === undefined && scope === root) {
          const place = [...path, 'workflow_ref'];
          const message = `${name}: there is neither a block nor a file ${reference}`;
          const finding = problem('unknown-workflow', source.position(place), message);
          references.push({ name: reference, isScattered: scattered, finding });
        }
      }
    }
  }
  return references;
}

async function checkOne(chain: Chain, scope: Scope, { sandbox }: Sandbox): Promise<Finding[]> {
  const ofInputs = chain.steps.flatMap((step) => checkStepInputs(chain, step));
  return [
    ...ofInputs.filter((finding) => !isFilledLater(finding, chain, scope)),
    ...chain.duplicates.map((finding): Finding => {
      return { ...finding, rule: 'chain-structure', severity: 'error' };
    }),
    ...chain.steps.flatMap((step) => checkFields(chain, step)),
    ...(await checkSteps(chain, sandbox)),
  ];
}

/** A scatter gives its values at run time, and of a list with one output PanDA leaves the other members as they are. */
function isFilledLater({ rule, line, column }: Finding, chain: Chain, scope: Scope): boolean {
  if (rule !== 'no-value') return false;
  const mixed = chain.steps.flatMap(({ inputs }) =>
    [...inputs.values()].filter(
      ({ isList, sources }) => isList && sources.some((one) => feederOf(chain, one) !== undefined),
    ),
  );
  const places = mixed.map(({ path }) => chain.source.position(path));
  return scope.isScattered || places.some((one) => one.line === line && one.column === column);
}

/** Whether steps can be read. */
function checkScope(source: SourceDocument, { data, path }: Scope, findings: Finding[]): boolean {
  const before = findings.length;
  for (const key of ['inputs', 'outputs', 'steps']) {
    const value = data[key];
    const isEmptyList = key === 'inputs' && Array.isArray(value) && value.length === 0;
    if (value === undefined || isJsonObject(value) || isEmptyList) continue;
    const hint = `Write ${key}: {NAME: …}.`;
    findings.push(structure(source, [...path, key], `${key} is no mapping by name`, hint));
  }
  for (const [name, value] of Object.entries(isJsonObject(data.steps) ? data.steps : {})) {
    if (isJsonObject(value)) continue;
    const hint = 'Write type, exec, args and inDS below its name.';
    findings.push(structure(source, [...path, 'steps', name], `${name} is no step`, hint));
  }
  for (const [name, value] of Object.entries(isJsonObject(data.outputs) ? data.outputs : {})) {
    const from = isJsonObject(value) ? value.from : undefined;
    if (from === undefined || typeof from === 'string') continue;
    const place = [...path, 'outputs', name, 'from'];
    findings.push(structure(source, place, `${name}: from is no text`, 'Write from: STEP/outDS.'));
  }
  return findings.length === before;
}

/** A kind that there is, and no key that PanDA silently ignores. */
function checkFields(chain: Chain, step: ChainStep): Finding[] {
  const { source } = chain;
  const steps = isJsonObject(chain.data.steps) ? chain.data.steps : {};
  const fields = steps[step.name];
  if (!isJsonObject(fields)) return [];
  const isWorkflow = step.run === 'workflow';
  const known = ['type', ...(isWorkflow ? workflowKeys : []), ...Object.keys(keys)];
  const ignored = Object.keys(fields).filter((key) => !known.includes(key));
  const findings = ignored.map((key): Finding => {
    const message = `${step.name}: PanDA does not read ${key} here`;
    const hint = suggestionHint(key, known);
    const position = source.keyPosition([...step.path, key]);
    return {
      rule: 'ignored-key' satisfies ChainRuleId,
      severity: 'warning',
      message,
      hint,
      ...position,
    };
  });
  if (step.kind === undefined && !isWorkflow) {
    const place = fields.type === undefined ? step.path : [...step.path, 'type'];
    const hint = `Types of steps: ${[...kindNames, 'workflow'].join(', ')}.`;
    const message = `${step.name}: ${step.run || 'this'} is no type of step`;
    findings.push({ ...problem('unknown-workflow', source.position(place), message), hint });
  }
  return findings;
}

function tryToRead(file: string, text: string, findings: Finding[]) {
  try {
    const source = readYaml(file, text);
    return { source, data: toJson(source) };
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    findings.push(...error.findings);
    return undefined;
  }
}

function structure(source: SourceDocument, path: NodePath, message: string, hint: string): Finding {
  return { ...problem('chain-structure', source.position(path), message), hint };
}

function problem(
  rule: ChainRuleId,
  position: ReturnType<SourceDocument['position']>,
  message: string,
): Finding {
  return { rule, severity: 'error', message, ...position };
}

/** The checks speak of keys as they are called in CWL. */
function inItsWords(finding: Finding): Finding {
  const plain = (text: string) =>
    text.replace(/\bopt_(?=[a-zA-Z])/g, '').replace(/\{default: ("[^"]*")\}/g, '$1');
  const { hint } = finding;
  return {
    ...finding,
    message: plain(finding.message),
    ...(hint === undefined ? {} : { hint: plain(hint) }),
  };
}
