/** The shape of `reana.yaml`: what REANA's servers refuse, and what no run could work with. */
import { outputProblem, shownGlob } from '../base/glob.ts';
import type { Json } from '../base/json.ts';
import { addError, mappingAt, pathLabel, textAt, type Check } from '../document/check.ts';
import type { NodePath } from '../document/source-document.ts';
import { checkOptionNames } from './options.ts';
import { checkOverlaps, readPaths } from './placed-path.ts';
import type { Specification, WorkflowLanguage } from './specification.ts';
import { readWorkflow } from './workflow-section.ts';
import { checkWorkspace } from './workspace-section.ts';

/** What {@link readStructure} takes out of the document. */
export type Structure = Pick<
  Specification,
  'data' | 'workflowFile' | 'inputs' | 'outputs' | 'tests'
> & {
  readonly language: WorkflowLanguage | undefined;
};

/** Takes the parts of a specification out of `value`, noting everything that is wrong with them. */
export function readStructure(check: Check, value: Json): Structure {
  const data = mappingAt(check, value, []);
  const { language, workflowFile } = readWorkflow(check, data);
  const inputs = mappingAt(check, data.inputs, ['inputs']);
  const outputs = mappingAt(check, data.outputs, ['outputs']);
  const files = readPaths(check, inputs.files, ['inputs', 'files']);
  const directories = readPaths(check, inputs.directories, ['inputs', 'directories']);
  const structure: Structure = {
    data,
    language,
    ...(workflowFile === undefined ? {} : { workflowFile }),
    inputs: {
      files: files.map(({ path }) => path),
      directories: directories.map(({ path }) => path),
      parameters: mappingAt(check, inputs.parameters, ['inputs', 'parameters']),
      options: mappingAt(check, inputs.options, ['inputs', 'options']),
    },
    outputs: {
      files: readOutputs(check, outputs.files, ['outputs', 'files']),
      directories: readOutputs(check, outputs.directories, ['outputs', 'directories']),
    },
    tests: readPaths(check, mappingAt(check, data.tests, ['tests']).files, ['tests', 'files']).map(
      ({ path }) => path,
    ),
  };
  checkOverlaps(check, directories, files);
  if (language !== undefined) checkOptionNames(check, language, structure.inputs.options);
  textAt(check, data.version, ['version']);
  checkWorkspace(check, data.workspace);
  return structure;
}

function readOutputs(check: Check, value: Json | undefined, at: NodePath): string[] {
  return readPaths(check, value, at).flatMap(({ path, place }) => {
    const problem = outputProblem(path);
    if (problem === undefined) return [path];
    const message = `${pathLabel(place)}: ${shownGlob(path)} ${problem}`;
    addError(check, 'unsafe-path', place, message, 'Give the path of an output, or a glob.');
    return [];
  });
}
