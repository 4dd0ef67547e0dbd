/** The JSON Schema of `.reana-ci.yml`, for editors; the reader takes its keys and bounds from here. */

export const metricSchema = {
  type: 'object',
  description: 'A number among the outputs.',
  properties: {
    label: { type: 'string', description: 'The name that people read.' },
    name: {
      type: 'string',
      description:
        'The name that identifies the number across runs; made from the label if absent.',
    },
    file: { type: 'string', description: 'Path of an output, relative to the workspace.' },
    pointer: {
      type: 'string',
      pattern: '^(/|$)',
      description: 'JSON pointer (RFC 6901) to the number in a JSON file.',
    },
    pattern: {
      type: 'string',
      description: 'Regular expression whose first group is the number in a text file.',
    },
    unit: { type: 'string', description: 'Shown after the number.' },
    better: { enum: ['lower', 'higher'], description: 'Which direction is an improvement.' },
  },
  required: ['file'],
  anyOf: [{ required: ['label'] }, { required: ['name'] }],
  oneOf: [{ required: ['pointer'] }, { required: ['pattern'] }],
  additionalProperties: false,
} as const;

/** Levels of a lint rule. YAML 1.1 reads a plain `off` as false. */
export const ruleLevels = ['off', 'info', 'warning', 'error'] as const;

export const settingsSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Settings of reana-ci for an analysis (.reana-ci.yml)',
  type: 'object',
  properties: {
    metrics: {
      type: 'array',
      description: 'Numbers of the outputs to show and to compare between runs.',
      maxItems: 100,
      items: metricSchema,
    },
    pictures: {
      type: 'array',
      description: 'Plots to show in the note of a merge request: paths or globs of outputs.',
      items: { type: 'string' },
    },
    lint: {
      type: 'object',
      properties: {
        rules: {
          type: 'object',
          description: 'Level of a lint rule in this repository, by the id of the rule.',
          additionalProperties: { enum: [...ruleLevels, false] },
        },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
} as const;
