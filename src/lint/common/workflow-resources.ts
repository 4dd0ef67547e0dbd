/** Resources of the whole workflow that REANA does not accept. */
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { serialExample } from '../kit/example.ts';
import { cvmfsRepository, daskMemory, shownValue } from '../kit/hint.ts';
import { isImageName } from '../kit/image.ts';
import type { Problem, Rule } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';
import type { NodePath } from '../../document/source-document.ts';

const example = (resources: string) => ({
  'reana.yaml': (serialExample(['python fit.py'])['reana.yaml'] ?? '').replace(
    'type: serial\n',
    `type: serial\n  resources: ${resources}\n`,
  ),
});

export const workflowResources: Rule<LintSubject> = {
  id: 'workflow-resources',
  severity: 'error',
  title: 'workflow.resources holds what REANA does not take',
  consequence: 'The server refuses the specification.',
  fix: 'cvmfs takes a list of repositories; kerberos, voms_proxy and rucio take true or false; dask takes a mapping with an image.',
  examples: {
    wrong: [
      example('{cvmfs: atlas.cern.ch}'),
      example('{cvmfs: [/cvmfs/atlas.cern.ch]}'),
      example('{kerberos: "true"}'),
      example('{dask: {number_of_workers: 2}}'),
      example('{dask: {image: "python:3.12", single_worker_memory: 2GB}}'),
    ],
    right: [
      example('{cvmfs: [atlas.cern.ch], kerberos: true}'),
      example('{dask: {image: "python:3.12", single_worker_memory: 2Gi}}'),
    ],
  },
  check: ({ specification: { data, document } }) => {
    const { workflow } = data;
    const resources = isJsonObject(workflow) ? workflow.resources : undefined;
    if (!isJsonObject(resources)) return [];
    const { dask } = resources;
    return [
      ...checkEach(resources, wanted, ['workflow', 'resources']),
      ...(isJsonObject(dask) ? checkDask(dask) : []),
    ];

    function checkEach(values: JsonObject, kinds: Wanted, place: NodePath): Problem[] {
      return Object.entries(kinds).flatMap(([name, [what, fits]]) => {
        const value = values[name];
        if (value === undefined || fits(value)) return [];
        const message = `${name} has to be ${what}, not ${shownValue(value)}`;
        return [{ message, ...document.position([...place, name]) }];
      });
    }

    function checkDask(values: JsonObject): Problem[] {
      const place = ['workflow', 'resources', 'dask'];
      const missing =
        values.image === undefined
          ? [{ message: 'dask needs an image', ...document.keyPosition(place) }]
          : [];
      return [...missing, ...checkEach(values, wantedOfDask, place)];
    }
  },
};

type Wanted = Readonly<Record<string, readonly [what: string, fits: (value: Json) => boolean]>>;

const isBoolean = (value: Json): boolean => typeof value === 'boolean';
const isCount = (value: Json): boolean => Number.isSafeInteger(value);

const wanted: Wanted = {
  cvmfs: ['a list of repositories, each once', isRepositoryList],
  kerberos: ['true or false', isBoolean],
  voms_proxy: ['true or false', isBoolean],
  rucio: ['true or false', isBoolean],
  dask: ['a mapping', isJsonObject],
};

const wantedOfDask: Wanted = {
  image: ['the name of an image', (value) => typeof value === 'string' && isImageName(value)],
  number_of_workers: ['a whole number', isCount],
  single_worker_threads: ['a whole number', isCount],
  single_worker_memory: [
    'an amount of memory such as 2Gi',
    (value) => typeof value === 'string' && daskMemory.test(value),
  ],
};

function isRepositoryList(value: Json): boolean {
  return (
    Array.isArray(value) &&
    value.every((item) => typeof item === 'string' && cvmfsRepository.test(item)) &&
    new Set(value).size === value.length
  );
}
