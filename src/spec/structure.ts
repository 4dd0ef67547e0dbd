/** The shape of `reana.yaml`: what REANA's servers refuse, and what no run could work with. */
import { safeRelativePath } from '../base/safe-path.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { addError, listAt, mappingAt, pathLabel, textAt } from './check.ts';
import type { Check } from './check.ts';
import { checkOptionNames } from './options.ts';
import type { NodePath } from './source-document.ts';
import type { Specification, WorkflowLanguage } from './specification.ts';
import { suggest } from './suggestion.ts';
import { checkWorkspace } from './workspace-section.ts';

/** What {@link readStructure} takes out of the document. */
export type Structure = Pick<Specification, 'data' | 'workflowFile' | 'inputs' | 'outputs'> & {
  readonly language: WorkflowLanguage | undefined;
};

const languages = ['serial', 'yadage', 'cwl', 'snakemake'] as const satisfies WorkflowLanguage[];

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
      files: readPaths(check, outputs.files, ['outputs', 'files']).map(({ path }) => path),
      directories: readPaths(check, outputs.directories, ['outputs', 'directories']).map(
        ({ path }) => path,
      ),
    },
  };
  checkOverlaps(check, directories, files);
  if (language !== undefined) checkOptionNames(check, language, structure.inputs.options);
  textAt(check, data.version, ['version']);
  readPaths(check, mappingAt(check, data.tests, ['tests']).files, ['tests', 'files']);
  checkWorkspace(check, data.workspace);
  return structure;
}

function readWorkflow(
  check: Check,
  data: JsonObject,
): { language: WorkflowLanguage | undefined; workflowFile?: string } {
  if (data.workflow === undefined) {
    addError(
      check,
      'no-workflow',
      [],
      'the specification has no workflow',
      'Add workflow: with its type.',
    );
    return { language: undefined };
  }
  const workflow = mappingAt(check, data.workflow, ['workflow']);
  const language = readLanguage(check, workflow.type);
  for (const key of ['files', 'directories'] as const) {
    readPaths(check, workflow[key], ['workflow', key]);
  }
  const parameterFile = mappingAt(check, workflow.parameters, ['workflow', 'parameters']).file;
  readPath(check, parameterFile, ['workflow', 'parameters', 'file']);
  mappingAt(check, workflow.resources, ['workflow', 'resources']);
  const file = readPath(check, workflow.file, ['workflow', 'file'], language);
  if (language === 'serial' && workflow.specification !== undefined) {
    checkSerial(check, workflow.specification);
  } else if (workflow.file === undefined && language !== undefined) {
    const wanted = language === 'serial' ? 'specification' : 'file';
    addError(check, 'no-workflow', ['workflow'], `a ${language} workflow needs workflow.${wanted}`);
  }
  return { language, ...(file === undefined ? {} : { workflowFile: file }) };
}

function readLanguage(check: Check, value: Json | undefined): WorkflowLanguage | undefined {
  const path = ['workflow', 'type'];
  if (value === undefined) {
    addError(
      check,
      'no-workflow-type',
      ['workflow'],
      'workflow.type is missing',
      `Give one of ${languages.join(', ')}.`,
    );
    return undefined;
  }
  const text = textAt(check, value, path);
  const language = languages.find((known) => known === text);
  if (language === undefined && text !== undefined) {
    const bare = text.replace(/[\u2018-\u201F"']/g, '');
    const near = suggest(bare, languages);
    addError(
      check,
      'unknown-workflow-type',
      path,
      `REANA has no workflow type ${text}`,
      bare !== text && near === bare
        ? `Write ${near} without these quotation marks.`
        : near === undefined
          ? `Give one of ${languages.join(', ')}.`
          : `Did you mean ${near}?`,
    );
  }
  return language;
}

/** There has to be a step, and each needs a list of commands and an image. */
function checkSerial(check: Check, value: Json): void {
  const path = ['workflow', 'specification'];
  const steps = mappingAt(check, value, path).steps;
  if (steps === undefined) {
    addError(check, 'no-steps', path, 'a serial workflow needs workflow.specification.steps');
  }
  const list = listAt(check, steps, [...path, 'steps']);
  if (Array.isArray(steps) && list.length === 0) {
    addError(check, 'no-steps', [...path, 'steps'], 'the list of steps is empty');
  }
  for (const [index, item] of list.entries()) {
    const place = [...path, 'steps', index];
    const step = mappingAt(check, item, place);
    const commands = listAt(check, step.commands, [...place, 'commands']);
    if (step.commands === undefined || commands.length === 0) {
      addError(check, 'no-commands', place, `${pathLabel(place)} has no commands`);
    }
    for (const [position, command] of commands.entries()) {
      textAt(check, command, [...place, 'commands', position]);
    }
    if (step.environment === undefined) {
      addError(check, 'no-environment', place, `${pathLabel(place)} has no environment (image)`);
    }
    textAt(check, step.environment, [...place, 'environment']);
    textAt(check, step.name, [...place, 'name']);
  }
}

/** A path in plain form, and where it stands. */
interface PlacedPath {
  readonly path: string;
  readonly place: NodePath;
}

function readPaths(check: Check, value: Json | undefined, place: NodePath): PlacedPath[] {
  return listAt(check, value, place).flatMap((item, index) => {
    const path = readPath(check, item, [...place, index]);
    return path === undefined ? [] : [{ path, place: [...place, index] }];
  });
}

/** A path in plain form. */
function readPath(
  check: Check,
  value: Json | undefined,
  path: NodePath,
  language?: WorkflowLanguage,
): string | undefined {
  const text = textAt(check, value, path);
  if (text === undefined) return undefined;
  // A CWL file may name the process inside of it: workflow.cwl#main.
  const bare = language === 'cwl' ? text.replace(/#.*$/, '') : text;
  const safe = safeRelativePath(bare);
  if (safe === undefined) {
    addError(
      check,
      'unsafe-path',
      path,
      `${pathLabel(path)}: ${JSON.stringify(text)} is not a path inside the analysis`,
      /^[./]*\.\/*$/.test(bare) && !bare.includes('..')
        ? 'REANA takes no . for the whole analysis: list the files and folders in it.'
        : 'Give it relative to the folder of the analysis, with / and without ..',
    );
  }
  return safe;
}

/** REANA refuses an input that is named twice, or that lies inside a listed directory. */
function checkOverlaps(
  check: Check,
  directories: readonly PlacedPath[],
  files: readonly PlacedPath[],
): void {
  const seen = new Set<string>();
  for (const { path, place } of [...directories, ...files]) {
    const holder = directories.find(
      (folder) => path !== folder.path && contains(folder.path, path),
    );
    if (seen.has(path)) {
      addError(check, 'duplicate-input', place, `${path} is listed twice`, 'Remove one of them.');
    } else if (holder !== undefined) {
      const message = `${path} lies inside ${holder.path}, which is listed under inputs.directories`;
      addError(check, 'duplicate-input', place, message, 'Remove it here.');
    }
    seen.add(path);
  }
}

function contains(folder: string, item: string): boolean {
  return item.startsWith(`${folder}/`);
}
