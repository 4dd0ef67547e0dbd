/** The schema of a step in yadage-schemas 0.10: its process, publisher and environment. */
import { dict, kind, list, text, type Schema } from './schema.ts';

const flag: Schema = { type: 'boolean', default: false };

export const packtivitySchema: Schema = {
  title: 'step',
  type: 'object',
  closed: true,
  properties: {
    process: {
      title: 'process',
      oneOf: [
        kind(
          'process',
          'process_type',
          'string-interpolated-cmd',
          { cmd: text },
          {
            byDefault: true,
            required: ['cmd'],
          },
        ),
        kind(
          'process',
          'process_type',
          'interpolated-script-cmd',
          { script: text, interpreter: { ...text, default: 'sh' } },
          { byDefault: true, required: ['script'] },
        ),
        manual('process', 'process_type', 'manual-instructions-proc'),
        { type: 'null' },
      ],
    },
    publisher: {
      title: 'publisher',
      type: 'object',
      oneOf: [
        publisher('constant-pub', { publish: dict }, ['publish']),
        publisher('frompar-pub', { outputmap: dict }, ['outputmap']),
        publisher('fromparjq-pub', {
          script: { ...text, default: '.' },
          tryExact: { type: 'boolean', default: true },
          glob: flag,
          relative_paths: flag,
        }),
        publisher('fromyaml-pub', { yamlfile: text }, ['yamlfile'], true),
        publisher('fromglob-pub', { globexpression: text, outputkey: text }, [
          'globexpression',
          'outputkey',
        ]),
        publisher(
          'interpolated-pub',
          {
            publish: {
              title: 'publish',
              oneOf: [dict, list, text, { type: 'boolean' }, { type: 'number' }],
            },
            glob: flag,
            relative_paths: flag,
          },
          ['publish'],
        ),
        manual('publisher', 'publisher_type', 'manual-instructions-pub'),
      ],
    },
    environment: {
      title: 'environment',
      oneOf: [
        kind('environment', 'environment_type', 'noop-env', {}, { byDefault: true }),
        kind('environment', 'environment_type', 'localproc-env', {}, { byDefault: true }),
        kind(
          'environment',
          'environment_type',
          'docker-encapsulated',
          {
            image: text,
            imagetag: { ...text, default: 'latest' },
            resources: { ...list, default: [] },
            envscript: { ...text, default: '' },
            env: { ...dict, default: {} },
            workdir: { title: 'workdir', oneOf: [text, { type: 'null' }], default: null },
            par_mounts: {
              ...list,
              items: {
                type: 'object',
                properties: { jqscript: text, mountpath: text },
              },
              default: [],
            },
          },
          { byDefault: true, required: ['image'] },
        ),
        manual('environment', 'environment_type', 'manual-instructions-env'),
        { type: 'null' },
      ],
    },
  },
  required: ['process', 'publisher', 'environment'],
};

function publisher(
  name: string,
  properties: Schema['properties'],
  required: readonly string[] = [],
  byDefault = false,
): Schema {
  return kind('publisher', 'publisher_type', name, properties, { required, byDefault });
}

function manual(title: string, key: string, name: string): Schema {
  return kind(
    title,
    key,
    name,
    { instructions: text },
    {
      required: ['instructions'],
      byDefault: true,
    },
  );
}
