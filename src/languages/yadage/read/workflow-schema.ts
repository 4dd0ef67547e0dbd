/**
 * The schema of a workflow in yadage-schemas 0.10, as data. Kept close to how the real schemas nest, since the
 * order of their checks and their quirks decide which error a user sees.
 */
import { packtivitySchema } from './packtivity-schema.ts';
import { dict, kind, list, text, type Schema, type SchemaName } from './schema.ts';

/** Exactly one of `workflow`, `step` and `cases`; two of the three slip through as in the original. */
const oneTask: Schema['oneOf'] = [
  { required: ['workflow'], notAll: ['step', 'cases'] },
  { required: ['step'], notAll: ['workflow', 'cases'] },
  { required: ['cases'], notAll: ['workflow', 'step'] },
];

const task = { step: 'packtivity', workflow: 'workflow' } as const;
const parametrised = {
  cases: 'cases',
  register_values: dict,
  parameters: 'parameters',
  workflow_opts: dict,
  ...task,
} as const;

export const schemas: Readonly<Record<SchemaName, Schema>> = {
  workflow: {
    title: 'workflow',
    type: 'object',
    closed: true,
    properties: { stages: { type: 'array', items: 'stage' } },
    required: ['stages'],
  },
  stage: {
    title: 'stage',
    type: 'object',
    closed: true,
    rewrite: 'stage',
    properties: {
      name: text,
      dependencies: {
        title: 'dependencies',
        type: 'object',
        oneOf: ['predicates/jsonpathready-schema.json#', 'predicates/exprfulfilled-schema.json#'],
        default: { dependency_type: 'jsonpath_ready', expressions: [] },
      },
      scheduler: {
        title: 'scheduler',
        type: 'object',
        oneOf: ['singlestep', 'multistep', 'jq'],
      },
    },
    required: ['name', 'scheduler'],
  },
  'predicates/jsonpathready-schema.json#': predicate('jsonpath_ready'),
  'predicates/exprfulfilled-schema.json#': predicate('expressions_fulfilled'),
  singlestep: kind('scheduler', 'scheduler_type', 'singlestep-stage', parametrised, {
    rewrite: 'scheduler',
    oneOf: oneTask,
  }),
  multistep: kind(
    'scheduler',
    'scheduler_type',
    'multistep-stage',
    {
      ...parametrised,
      batchsize: { type: 'number' },
      partitionsize: { type: 'number' },
      scatter: {
        title: 'scatter',
        type: 'object',
        closed: true,
        properties: { parameters: { type: 'array', items: text }, method: text },
      },
    },
    // The original lists `oneOf` twice, and the second one counts: a missing step is not noticed.
    { rewrite: 'scheduler', oneOf: [{ notAll: ['batchsize', 'partitionsize'] }] },
  ),
  jq: kind(
    'scheduler',
    'scheduler_type',
    'jq-stage',
    {
      bindings: dict,
      stepscript: { ...text, default: '[.]' },
      postscript: { ...text, default: '.' },
      register_values: dict,
      ...task,
    },
    { rewrite: 'scheduler', closed: false },
  ),
  parameters: {
    title: 'parameters',
    type: 'array',
    items: {
      title: 'parameter',
      type: 'object',
      closed: true,
      properties: {
        key: text,
        value: { title: 'parameter', oneOf: [text, list, { type: 'number' }, dict] },
      },
    },
  },
  cases: {
    title: 'cases',
    type: 'array',
    items: {
      title: 'case',
      type: 'object',
      closed: true,
      properties: { if: text, ...task },
      oneOf: [
        { required: ['workflow'], notAll: ['step'] },
        { required: ['step'], notAll: ['workflow'] },
      ],
    },
  },
  packtivity: packtivitySchema,
};

function predicate(name: string): Schema {
  const schema = kind('dependencies', 'dependency_type', name, { expressions: list });
  // Without a type both kinds fit, which is one too many.
  return { ...schema, required: [] };
}
