/** From what a schema finds wrong to what the author of a workflow has to change. */
import type { Finding } from '../../../base/error.ts';
import type { LoaderCrash } from './schema-check.ts';
import type { SchemaMismatch } from './schema-mismatch.ts';
import type { Schema, SchemaType } from './schema.ts';
import { keyPositionOf, nodeToJson, positionOf, type SpecNode } from './spec-node.ts';
import { schemas } from './workflow-schema.ts';

/** The mistakes behind one mismatch, each where it was made. */
export function explainMismatch(mismatch: SchemaMismatch): Finding[] {
  switch (mismatch.kind) {
    case 'type':
      return [explainType(mismatch)];
    case 'value':
      return [explainValue(mismatch)];
    case 'unknown-property':
      return mismatch.properties.map((property) => explainUnknown(mismatch, property));
    case 'required':
      return mismatch.properties.map((property) =>
        finding(mismatch.node, `${titleOf(mismatch)} needs ${property}`),
      );
    case 'not-all':
      return [
        finding(mismatch.node, `${mismatch.properties.join(' and ')} cannot be given together`),
      ];
    case 'one-of':
      return explainOneOf(mismatch);
  }
}

/** Where the real loader dies with a Python error. */
export function explainCrash({ error, node }: LoaderCrash): Finding {
  if (node.kind === 'broken') return node.finding;
  if (error.type === 'RecursionError') return finding(node, 'a $ref leads back to itself');
  if (error.type === 'MemoryError') return finding(node, `the workflow has ${error.text}`);
  if (error.type === 'KeyError') {
    const key = error.text.replaceAll("'", '');
    const hint =
      key === 'parameters'
        ? 'Put parameters (and step) inside of scheduler; write parameters: {} when there are none.'
        : 'Say which kind it is: singlestep-stage, multistep-stage or jq-stage.';
    return finding(node, `the scheduler has no ${key}`, hint);
  }
  return finding(node, 'the scheduler must be a mapping');
}

const typeNames: Readonly<Record<SchemaType, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
};

function explainType({ node, schema }: SchemaMismatch): Finding {
  const wanted = typeNames[schema.type ?? 'object'];
  const hint = node.kind === 'scalar' && schema.type === 'string' ? 'Put it in quotes.' : undefined;
  return finding(node, `${nameOf(node)} has to be ${wanted}, and is ${shown(node)}`, hint);
}

function explainValue({ node, schema }: SchemaMismatch): Finding {
  const allowed = schema.values?.join(', ') ?? '';
  return finding(node, `${nameOf(node)} is ${shown(node)}, and has to be one of: ${allowed}`);
}

const schedulerKeys = ['parameters', 'step', 'workflow', 'scatter', 'scheduler_type', 'cases'];

function explainUnknown(mismatch: SchemaMismatch, property: string): Finding {
  const { node } = mismatch;
  const at = node.kind === 'dict' ? (node.entries.get(property)?.node ?? node) : node;
  const misplaced = mismatch.schema.title === 'stage' && schedulerKeys.includes(property);
  return {
    ...finding(
      at,
      `${titleOf(mismatch)} knows no ${property}`,
      misplaced ? `Put ${property} inside of scheduler.` : undefined,
    ),
    ...keyPositionOf(at),
  };
}

function explainOneOf(mismatch: SchemaMismatch): Finding[] {
  const { node, schema, alternatives } = mismatch;
  const choices = (schema.oneOf ?? []).map((choice) =>
    typeof choice === 'string' ? schemas[choice] : choice,
  );
  const key = choices.find((choice) => choice.discriminator !== undefined)?.discriminator;
  if (key !== undefined) return explainKind(mismatch, choices, key);
  const groups = choices.flatMap((choice) => choice.required ?? []);
  if (groups.length > 0) {
    return [finding(node, `${titleOf(mismatch)} needs exactly one of ${groups.join(', ')}`)];
  }
  if (choices.length === 1) return (alternatives[0] ?? []).flatMap(explainMismatch);
  const types = choices.flatMap((choice) => choice.type ?? []);
  const hint = schema.title === 'parameter' ? 'Put it in quotes to pass it on as text.' : undefined;
  const wanted = types.map((type) => typeNames[type]).join(', ');
  return [
    finding(node, `${nameOf(node)} is ${shown(node)}, and has to be one of: ${wanted}`, hint),
  ];
}

/** Of several kinds of object, the one that the author names is the one to check against. */
function explainKind(mismatch: SchemaMismatch, choices: readonly Schema[], key: string): Finding[] {
  const { node, alternatives } = mismatch;
  const title = titleOf(mismatch);
  if (node.kind !== 'dict') return [finding(node, `${title} must be a mapping`)];
  const names = choices.flatMap((choice) => kindOf(choice, key) ?? []);
  const given = node.entries.get(key)?.node;
  if (given === undefined) {
    return [finding(node, `${title}: ${key} is missing; it has to be one of: ${names.join(', ')}`)];
  }
  const chosen = choices.findIndex(
    (choice) => given.kind === 'scalar' && kindOf(choice, key) === given.value,
  );
  if (chosen === -1) {
    return [finding(given, `${key} is ${shown(given)}, and has to be one of: ${names.join(', ')}`)];
  }
  return (alternatives[chosen] ?? []).flatMap(explainMismatch);
}

function kindOf(choice: Schema, key: string): string | undefined {
  const property = choice.properties?.[key];
  return typeof property === 'object' ? property.values?.[0] : undefined;
}

function titleOf({ schema, node }: SchemaMismatch): string {
  return `the ${schema.title ?? nameOf(node)}`;
}

/** How the author calls a part: the last name on the way to it. */
function nameOf(node: SpecNode): string {
  return node.path.findLast((step) => typeof step === 'string') ?? 'the workflow';
}

function shown(node: SpecNode): string {
  if (node.kind === 'dict') return 'a mapping';
  if (node.kind === 'list') return 'a list';
  const text = JSON.stringify(nodeToJson(node));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function finding(node: SpecNode, message: string, hint?: string): Finding {
  return {
    rule: 'yadage-schema',
    severity: 'error',
    message,
    ...(hint === undefined ? {} : { hint }),
    ...positionOf(node),
  };
}
