/** Predicts the outputs of a step, as far as its publisher tells before the step has run. */
import type { Json, JsonObject } from '../../../base/json.ts';
import { suggestionHint } from '../../../document/suggestion.ts';
import type { NodePath } from '../../../document/source-document.ts';
import type { StepNode } from '../semantics/model.ts';
import { interpolateOutput, isForetold, outputPath } from '../semantics/outputs.ts';
import { isDict, mapJqLeaves, sortKeys, type Pointer, type Value } from '../semantics/value.ts';
import type { Publisher } from '../read/workflow.ts';
import { explainProblem } from './explain-template.ts';
import type { Forecast } from './model.ts';
import { addStepMistake, positionOf } from './report.ts';
import { templateProblems } from './template.ts';
import { isKnown, unforeseen } from './value.ts';

export interface ForeseenResult {
  readonly result: Value;
  /** Whether it is there only when the step has run. */
  readonly isLate: boolean;
}

export function foreseeResult(
  forecast: Forecast,
  node: StepNode,
  parameters: Value,
): ForeseenResult {
  const { spec, state } = node.task;
  checkComplete(forecast, node);
  return {
    result: published(forecast, node, parameters),
    isLate: !isForetold({ ...spec.publisher, glob: spec.publisher.glob === true }, state),
  };
}

function published(forecast: Forecast, node: StepNode, parameters: Value): Value {
  const { publisher } = node.task.spec;
  switch (publisher.publisher_type) {
    case 'constant-pub':
      return publisher.publish ?? {};
    case 'frompar-pub':
      return publishParameters(forecast, node, parameters);
    case 'interpolated-pub':
      return publishTemplates(forecast, node, parameters);
    case 'fromparjq-pub':
      return publishByJq(forecast, node, parameters);
    case 'fromglob-pub':
      return { [publisher.outputkey ?? '']: unforeseen };
    case 'fromyaml-pub':
      notChecked(forecast, node);
      return unforeseen;
    case 'manual-instructions-pub':
      addStepMistake(forecast, node, {
        rule: 'yadage-task',
        message: `the engine has no manual-instructions-pub, which stage ${node.task.stage} asks for, and ${end}`,
        ...forecast.workflow.position(publisherPath(forecast, node)),
      });
      return unforeseen;
  }
}

const end = 'the whole run ends';

/** Defaults are not filled in behind a `$ref`, and the engine reads them all the same. */
const needed: Readonly<Partial<Record<Publisher['publisher_type'], readonly (keyof Publisher)[]>>> =
  {
    'interpolated-pub': ['glob', 'relative_paths'],
    'fromparjq-pub': ['script', 'glob', 'relative_paths', 'tryExact'],
  };

function checkComplete(forecast: Forecast, node: StepNode): void {
  const { publisher } = node.task.spec;
  const missing = needed[publisher.publisher_type]?.find((key) => publisher[key] === undefined);
  if (missing === undefined) return;
  addStepMistake(forecast, node, {
    rule: 'yadage-task',
    message: `the publisher of stage ${node.task.stage} stands behind a $ref and has no ${missing}, and ${end}`,
    hint: 'Behind a $ref defaults are not filled in: write them out.',
    ...forecast.workflow.position(publisherPath(forecast, node)),
  });
}

function notChecked(forecast: Forecast, node: StepNode): void {
  const { stage } = node.task;
  addStepMistake(forecast, node, {
    rule: 'yadage-not-checked',
    severity: 'info',
    message: `what stage ${stage} publishes: only the run can tell, and what depends on it was not checked`,
    ...forecast.workflow.position(publisherPath(forecast, node)),
  });
}

function publisherPath({ tasks }: Forecast, node: StepNode): NodePath {
  return [...(tasks.get(node.id)?.path ?? []), 'publisher'];
}

function publishParameters(forecast: Forecast, node: StepNode, parameters: Value): Value {
  const { outputmap = {} } = node.task.spec.publisher;
  return mapJqLeaves(sortKeys(outputmap), (leaf, pointer) => {
    if (!isDict(parameters)) return unforeseen;
    const value = typeof leaf === 'string' && Object.hasOwn(parameters, leaf);
    if (value) return parameters[leaf] ?? null;
    const shown = typeof leaf === 'string' ? leaf : JSON.stringify(leaf);
    const path = [...publisherPath(forecast, node), 'outputmap', ...pointer];
    addStepMistake(forecast, node, {
      rule: 'yadage-publisher-placeholder',
      message: `stage ${node.task.stage} publishes ${shown}, which is no parameter of it, and ${end}`,
      hint: suggestionHint(shown.replace(/^\{|\}$/g, ''), Object.keys(parameters)),
      ...forecast.workflow.position(path),
    });
    return unforeseen;
  });
}

function publishTemplates(forecast: Forecast, node: StepNode, parameters: Value): Value {
  const publisher: Publisher = node.task.spec.publisher;
  return mapJqLeaves(publisher.publish ?? null, (leaf, pointer) => {
    if (typeof leaf !== 'string') return leaf;
    if (!isDict(parameters)) return unforeseen;
    if (!checkTemplate(forecast, node, parameters, leaf, pointer)) return unforeseen;
    if (publisher.glob === true || !isKnown(parameters)) return unforeseen;
    const [workdir = ''] = node.task.state.readwrite;
    const text = interpolateOutput(leaf, workdir, parameters as JsonObject);
    return outputPath(text, workdir, publisher.relative_paths === true);
  });
}

/** Whether a text can be published. */
function checkTemplate(
  forecast: Forecast,
  node: StepNode,
  parameters: Readonly<Record<string, Value>>,
  template: string,
  pointer: Pointer,
): boolean {
  const path = [...publisherPath(forecast, node), 'publish', ...pointer];
  if (Object.hasOwn(parameters, 'workdir')) {
    addStepMistake(forecast, node, {
      rule: 'yadage-workdir-parameter',
      message: `stage ${node.task.stage} has a parameter named workdir, which interpolated-pub cannot take, and ${end}`,
      hint: 'Give the parameter another name, such as outputdir.',
      ...forecast.workflow.position(path),
    });
    return false;
  }
  const entries = Object.entries(parameters).map(
    ([name, value]) => [name, isKnown(value) ? (value as Json) : undefined] as const,
  );
  const values = new Map([...entries, ['workdir', node.task.state.readwrite[0] ?? ''] as const]);
  const where = `what stage ${node.task.stage} publishes`;
  const problems = templateProblems(template, values);
  for (const problem of problems) {
    addStepMistake(forecast, node, {
      rule: 'yadage-publisher-placeholder',
      ...explainProblem(problem, template, where, [...values.keys()], end),
      ...positionOf(forecast.workflow, path, template, problem.index),
    });
  }
  return problems.length === 0;
}

/** Of the jq programs only the one that hands on all parameters is understood. */
function publishByJq(forecast: Forecast, node: StepNode, parameters: Value): Value {
  const { script, glob } = node.task.spec.publisher;
  if (script?.trim() !== '.') {
    notChecked(forecast, node);
    return unforeseen;
  }
  // A pattern becomes the list of the files that match, if there are any.
  return mapJqLeaves(parameters, (leaf) =>
    typeof leaf === 'string' && glob === true && /[*?[]/.test(leaf) ? unforeseen : leaf,
  );
}
