/** The shape that servers of each generation want a specification to have. */
import * as v from 'valibot';
import { ExactNumber, isJsonObject } from '../../base/json.ts';
import type { WorkflowType } from '../../reana/types.ts';
import {
  backends,
  cvmfsRepository,
  daskMemory,
  hintKinds,
  htcondorFormats,
} from '../../lint/kit/hint.ts';
import { mostPaths, type ServerGeneration } from '../../specification/server-generation.ts';

/**
 * The schema for workflows of one type. Keys that a generation does not know may hold anything, and so may
 * those that no generation knows: REANA only warns of them.
 */
export function analysisSchema(type: WorkflowType, generation: ServerGeneration): v.GenericSchema {
  const isNew = generation !== '0.9';
  const paths = isNew ? v.pipe(texts, v.maxLength(mostPaths)) : texts;
  const newKeys: v.ObjectEntries = {
    files: v.optional(paths),
    directories: v.optional(paths),
    parameters: v.optional(section({ file: v.string() })),
  };
  const workflow = section({
    file: v.optional(v.string()),
    // REANA reads the workflow of yadage in between; of a serial one it takes steps for granted.
    specification: type === 'serial' ? serialSteps(isNew) : v.nullish(mapping),
    resources: v.optional(resources(isNew)),
    ...(isNew ? newKeys : {}),
  });
  return section({
    version: v.optional(v.string()),
    inputs: v.optional(
      section({
        files: v.optional(paths),
        directories: v.optional(paths),
        parameters: v.optional(mapping),
        options: v.optional(mapping),
      }),
    ),
    outputs: v.optional(section({ files: v.optional(texts), directories: v.optional(texts) })),
    tests: v.optional(section({ files: v.optional(texts) })),
    workspace: v.optional(
      section({ root_path: v.optional(v.string()), retention_days: v.optional(retention) }),
    ),
    workflow: v.pipe(workflow, v.check(hasWorkflow, 'must have a file or a specification')),
  });
}

const texts = v.array(v.string());
const mapping = v.custom<Record<string, unknown>>(isJsonObject, 'must be a mapping');
const whole = v.custom<number | ExactNumber>(
  (value) => Number.isInteger(value instanceof ExactNumber ? Number(value.source) : value),
  'must be a whole number',
);
const kinds = { text: v.string(), boolean: v.boolean(), integer: whole };

/** A mapping; valibot alone takes lists for objects, too. */
function section(entries: v.ObjectEntries): v.GenericSchema {
  return v.pipe(mapping, v.looseObject(entries));
}

function hasWorkflow(workflow: unknown): boolean {
  return (
    isJsonObject(workflow) && (workflow.file !== undefined || isJsonObject(workflow.specification))
  );
}

const retention = v.pipe(
  mapping,
  v.check((rules) => Object.keys(rules).length > 0, 'must not be empty'),
  v.check(
    (rules) => Object.values(rules).every((days) => v.is(whole, days) && Number(days) >= 0),
    'must have whole numbers of days',
  ),
);

/** Hints that the schema of 0.9 forgot, though its engine knows some of them. */
const forgotten = /^(?:htcondor_request|htcondor_requirements|kubernetes_uid|slurm_)/;

/** The engine itself refuses these, before its first job. */
const htcondorRequests = Object.fromEntries(
  [...htcondorFormats].map(([name, format]) => [
    name,
    v.optional(v.pipe(v.string(), v.regex(format))),
  ]),
);

function serialSteps(isNew: boolean): v.GenericSchema {
  const hints = [...hintKinds].filter(([name]) => isNew || !forgotten.test(name));
  const step = section({
    commands: v.pipe(texts, v.minLength(1)),
    environment: v.string(),
    name: v.optional(v.string()),
    ...Object.fromEntries(hints.map(([name, { type }]) => [name, v.optional(kinds[type])])),
    ...(isNew ? htcondorRequests : {}),
    compute_backend: v.optional(v.picklist(backends)),
  });
  return section({ steps: v.array(step) });
}

function resources(isNew: boolean): v.GenericSchema {
  const repository = v.pipe(v.string(), v.regex(cvmfsRepository));
  const dask = section({
    image: v.pipe(v.string(), v.regex(imagePattern)),
    number_of_workers: v.optional(whole),
    single_worker_threads: v.optional(whole),
    single_worker_memory: v.optional(v.pipe(v.string(), v.regex(daskMemory))),
  });
  const newKeys: v.ObjectEntries = {
    voms_proxy: v.optional(v.boolean()),
    rucio: v.optional(v.boolean()),
    dask: v.optional(dask),
  };
  return section({
    cvmfs: v.optional(
      v.pipe(
        v.array(repository),
        v.check((names) => new Set(names).size === names.length, 'must not repeat'),
      ),
    ),
    kerberos: v.optional(v.boolean()),
    ...(isNew ? newKeys : {}),
  });
}

const imagePattern =
  /^(?:[a-zA-Z0-9.-]+(?:\.[a-zA-Z0-9.-]+)+(?::\d+)?\/)?[\w.-]+(?:\/[\w.-]+)*(?::[\w.-]+)?(?:@sha256:[a-f0-9]{64})?$/;
