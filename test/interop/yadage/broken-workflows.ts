/** Workflows that the real loader or engine refuses: class and words of the error have to be the same. */
import type { Sample } from './workflows.ts';

const okStep =
  '{process: null, environment: null, publisher: {publisher_type: constant-pub, publish: {o: 1}}}';

/** A workflow with one stage whose scheduler, besides its type, is `scheduler`. */
function single(name: string, scheduler: string, more = ''): Sample {
  const text = `stages:\n- name: a\n  dependencies: [init]\n  ${more}\n  scheduler: ${scheduler}\n`;
  return sample(name, text);
}

function sample(name: string, text: string, files: Sample['files'] = {}): Sample {
  return { name, parameters: '{"n": 1, "l": [1, 2]}', files: { 'workflow.yml': text, ...files } };
}

/** One stage with these parameters, in flow style. */
function withParameters(name: string, parameters: string, step = okStep): Sample {
  return single(
    name,
    `{scheduler_type: singlestep-stage, parameters: ${parameters}, step: ${step}}`,
  );
}

/** One stage with this step. */
function withStep(name: string, step: string): Sample {
  return withParameters(name, '{x: 1, l: [1, 2], s: text}', step);
}

/** One multistep stage with these further keys. */
function scattered(name: string, rest: string): Sample {
  return single(
    name,
    `{scheduler_type: multistep-stage, parameters: {x: [1, 2, 3], s: ab, n: 5}, ${rest}, step: ${okStep}}`,
  );
}

function publishing(publisher: string): string {
  return `{process: {process_type: string-interpolated-cmd, cmd: 'true'}, environment: {environment_type: localproc-env}, publisher: ${publisher}}`;
}

export const brokenSamples: readonly Sample[] = [
  sample('no YAML', 'stages: [\n'),
  sample('an empty file', ''),
  sample('a list at the top', '[]'),
  sample('no stages', '{}'),
  sample('no stage at all', 'stages: []'),
  sample('stages that are no list', 'stages: 5'),
  sample('an unknown key at the top', 'stages: []\nfoo: 1'),
  sample('a stage that is text', 'stages: [text]'),
  sample('a stage without a name', `stages: [{scheduler: {scheduler_type: jq-stage}}]`),
  sample('a stage without a scheduler', `stages: [{name: a}]`),
  sample('a scheduler that is a list', 'stages: [{name: a, scheduler: []}]'),
  sample('a scheduler that is null', 'stages: [{name: a, scheduler: null}]'),
  sample('a scheduler without a type', 'stages: [{name: a, scheduler: {}}]'),
  sample('an unknown scheduler', 'stages: [{name: a, scheduler: {scheduler_type: foo}}]'),
  sample(
    'parameters and step beside the scheduler',
    `stages: [{name: a, parameters: {}, step: ${okStep}, scheduler: {scheduler_type: singlestep-stage}}]`,
  ),
  single('no step', '{scheduler_type: singlestep-stage, parameters: {}}'),
  single(
    'both step and workflow',
    `{scheduler_type: singlestep-stage, parameters: {}, step: ${okStep}, workflow: {stages: []}}`,
  ),
  single(
    'a multistep without a step',
    '{scheduler_type: multistep-stage, parameters: {x: [1]}, scatter: {method: zip, parameters: [x]}}',
  ),
  single('jq without bindings', `{scheduler_type: jq-stage, step: ${okStep}}`),
  single(
    'jq that is wrong',
    `{scheduler_type: jq-stage, bindings: {}, stepscript: 'error("no")', step: ${okStep}}`,
  ),
  single(
    'jq that gives no list',
    `{scheduler_type: jq-stage, bindings: {}, stepscript: '5', step: ${okStep}}`,
  ),
  single(
    'jq that gives nothing',
    `{scheduler_type: jq-stage, bindings: {}, stepscript: 'empty', step: ${okStep}}`,
  ),
  single(
    'jq that gives numbers',
    `{scheduler_type: jq-stage, bindings: {}, stepscript: '[5]', step: ${okStep}}`,
  ),
  sample(
    'an extra dependency key',
    `stages: [{name: a, dependencies: {dependency_type: jsonpath_ready, foo: 1}, scheduler: {scheduler_type: singlestep-stage, parameters: {}, step: ${okStep}}}]`,
  ),
  sample(
    'dependencies without expressions',
    `stages: [{name: a, dependencies: {dependency_type: jsonpath_ready}, scheduler: {scheduler_type: singlestep-stage, parameters: {}, step: ${okStep}}}]`,
  ),
  withParameters('a parameter without a key', '[{value: 1}]'),
  withParameters('a parameter without a value', '[{key: x}]'),
  withParameters('a parameter with more', '[{key: x, value: 1, foo: 2}]'),
  withParameters('an unknown expression', '{x: {expression_type: foo}}'),
  withParameters('both stages and steps', '{x: {stages: init, steps: init}}'),
  withParameters('a selector that is no text', '{x: {step: 5}}'),
  withParameters('an output that is not there', '{x: {step: init, output: a.b}}'),
  withParameters('an output that is many', "{x: {step: init, output: 'l[*]'}}"),
  withParameters('a list output by index', '{x: {step: init, output: l}}'),
  withParameters('an output that is no path', "{x: {step: init, output: '1a'}}"),
  withParameters('an own step', '{x: {step: a}}'),
  withParameters('a value nobody has registered', '{x: {expression_type: fromvalue, key: foo}}'),
  withParameters('a brace in a parameter', "{x: 'a } b'}"),
  withParameters(
    'an attribute of workdir',
    "{x: '{workdir.foo}', y: '{workdir!r:>3}', z: '{workdir[0]}'}",
  ),
  withParameters('an index of workdir', "{x: '{workdir[foo]}'}"),
  scattered('scatter without a method', 'scatter: {parameters: [x]}'),
  scattered('scatter without parameters', 'scatter: {method: zip}'),
  scattered('scatter over nothing', 'scatter: {method: zip, parameters: []}'),
  scattered('scatter over all of nothing', 'scatter: {method: cartesian, parameters: []}'),
  scattered('scatter over a number', 'scatter: {method: zip, parameters: [n]}'),
  scattered(
    'scatter over a number in batches',
    'batchsize: 2, scatter: {method: zip, parameters: [n]}',
  ),
  scattered('scatter twice over one', 'scatter: {method: zip, parameters: [x, x]}'),
  scattered('scatter with half a batch', 'batchsize: 1.5, scatter: {method: zip, parameters: [x]}'),
  scattered(
    'scatter with batches and parts',
    'batchsize: 1, partitionsize: 2, scatter: {method: zip, parameters: [x]}',
  ),
  scattered(
    'scatter in more parts than items',
    'partitionsize: 9, scatter: {method: cartesian, parameters: [x, s]}',
  ),
  scattered('scatter with an unknown key', 'scatter: {method: zip, foo: 1}'),
  withStep(
    'a step without environment',
    '{process: null, publisher: {publisher_type: constant-pub, publish: {}}}',
  ),
  withStep(
    'an empty environment',
    '{process: null, environment: {}, publisher: {publisher_type: constant-pub, publish: {o: 1}}}',
  ),
  withStep(
    'a process without its type',
    "{process: {cmd: 'true'}, environment: {environment_type: localproc-env}, publisher: {publisher_type: constant-pub, publish: {o: 1}}}",
  ),
  withStep(
    'a script without its type',
    "{process: {script: 'true'}, environment: {environment_type: localproc-env}, publisher: {publisher_type: constant-pub, publish: {o: 1}}}",
  ),
  withStep(
    'a tag that is a number',
    '{process: null, environment: {environment_type: docker-encapsulated, image: a, imagetag: 1.0}, publisher: {publisher_type: constant-pub, publish: {o: 1}}}',
  ),
  withStep(
    'an unknown environment',
    '{process: null, environment: {environment_type: foo}, publisher: {publisher_type: constant-pub, publish: {o: 1}}}',
  ),
  withStep('no publisher type', '{process: null, environment: null, publisher: {yamlfile: x}}'),
  withStep(
    'a misspelt publisher key',
    '{process: null, environment: null, publisher: {publisher_type: constant-pub, published: {}}}',
  ),
  withStep(
    'frompar of a list',
    publishing('{publisher_type: frompar-pub, outputmap: {a: [x, l], b: 5}}'),
  ),
  withStep('frompar of true', publishing('{publisher_type: frompar-pub, outputmap: {a: true}}')),
  withStep(
    'publishing with jq',
    publishing(
      "{publisher_type: fromparjq-pub, script: '{a: .l, b: (.x/2)}', relative_paths: true}",
    ),
  ),
  withStep(
    'publishing with wrong jq',
    publishing("{publisher_type: fromparjq-pub, script: '.s | error'}"),
  ),
  withStep(
    'publishing text',
    publishing("{publisher_type: interpolated-pub, publish: '{s}/{x:03d}'}"),
  ),
  withStep(
    'publishing relative paths',
    publishing(
      "{publisher_type: interpolated-pub, publish: {a: '{s}', b: '', c: '{workdir}'}, relative_paths: true}",
    ),
  ),
  withStep(
    'publishing a missing attribute',
    publishing("{publisher_type: interpolated-pub, publish: '{x.foo}'}"),
  ),
  withStep(
    'publishing by hand',
    publishing('{publisher_type: manual-instructions-pub, instructions: x}'),
  ),
  withStep(
    'a publisher that finds nothing',
    publishing('{publisher_type: fromyaml-pub, yamlfile: x.yml}'),
  ),
  withStep(
    'a file that never comes',
    publishing("{publisher_type: fromglob-pub, globexpression: '*.x', outputkey: o}"),
  ),
  sample('a $ref to no file', 'stages: [{$ref: nowhere.yml}]'),
  sample('a $ref to nothing in a file', "stages: [{$ref: 'other.yml#/a/b~1c/0'}]", {
    'other.yml': 'a: {}',
  }),
  sample('a $ref to itself', "stages: [{$ref: '#/stages/0'}]"),
  sample('a $ref to a list', "stages: {$ref: 'other.yml#/s'}", { 'other.yml': 's: []' }),
  sample('a stage behind a $ref, without dependencies', "stages: [{$ref: 'other.yml#/s'}]", {
    'other.yml': `s: {name: a, scheduler: {scheduler_type: singlestep-stage, parameters: {}, step: ${okStep}}}`,
  }),
  sample(
    'a publisher behind a $ref, without defaults',
    `stages: [{name: a, scheduler: {scheduler_type: singlestep-stage, parameters: {}, step: {process: null, environment: null, publisher: {$ref: 'other.yml#/p', foo: ignored}}}}]`,
    {
      'other.yml': "p: {publisher_type: interpolated-pub, publish: {a: '{workdir}'}}",
    },
  ),
  sample(
    'parameters behind a $ref',
    `stages: [{name: a, scheduler: {scheduler_type: singlestep-stage, parameters: {$ref: 'other.yml#/p'}, step: ${okStep}}}]`,
    {
      'other.yml': 'p: {x: 1}',
    },
  ),
  sample(
    'a parameter behind a $ref',
    `stages: [{name: a, dependencies: [init], scheduler: {scheduler_type: singlestep-stage, parameters: {x: {$ref: 'other.yml#/p'}}, step: ${okStep}}}]`,
    {
      'other.yml': 'p: {step: init, output: n}',
    },
  ),
  sample(
    'a text behind a $ref',
    `stages: [{name: {$ref: 'other.yml#/p'}, scheduler: {scheduler_type: singlestep-stage, parameters: {}, step: ${okStep}}}]`,
    {
      'other.yml': 'p: a',
    },
  ),
  sample('a $ref from one file to the next', "stages: [{$ref: 'parts/one.yml#/s'}]", {
    'parts/one.yml': `s: {name: a, dependencies: [init], scheduler: {$ref: 'two.yml#/list/1'}}`,
    'parts/two.yml': `list: [x, {scheduler_type: singlestep-stage, parameters: {n: {step: init, output: n}}, step: {$ref: '#/ok'}}]\nok: ${okStep}`,
  }),
  sample(
    'a wrong path in dependencies',
    `stages: [{name: a, dependencies: ['a b'], scheduler: {scheduler_type: singlestep-stage, parameters: {}, step: ${okStep}}}]`,
  ),
  sample(
    'a dependency that is a number',
    `stages: [{name: a, dependencies: [5], scheduler: {scheduler_type: singlestep-stage, parameters: {}, step: ${okStep}}}]`,
  ),
  sample(
    'a slash in a name',
    `stages: [{name: a/b, dependencies: [], scheduler: {scheduler_type: singlestep-stage, parameters: {x: '{workdir}'}, step: ${okStep}}}]`,
  ),
];
