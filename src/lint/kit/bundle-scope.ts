/** The files that define a workflow for servers of the next generation, as the specification names them. */
import { isJsonObject, type Json } from '../../base/json.ts';
import type { NodePath } from '../../document/source-document.ts';
import type { Specification } from '../../specification/specification.ts';
import { declaresSources } from '../../specification/workflow-source.ts';

export interface BundlePath {
  /** As written. */
  readonly text: string;
  readonly place: NodePath;
  readonly isDirectory: boolean;
}

/** What goes into a bundle; without a list of its own for the workflow, that is all inputs. */
export function bundlePaths(specification: Specification): BundlePath[] {
  const { data, language } = specification;
  const workflow = isJsonObject(data.workflow) ? data.workflow : {};
  const inputs = isJsonObject(data.inputs) ? data.inputs : {};
  const takesInputs = workflow.file !== undefined && !declaresSources(specification);
  const file = typeof workflow.file === 'string' ? workflow.file : undefined;
  return [
    ...textAt(language === 'cwl' ? file?.replace(/#.*$/, '') : file, ['workflow', 'file']),
    ...textsAt(workflow.files, ['workflow', 'files'], false),
    ...textsAt(workflow.directories, ['workflow', 'directories'], true),
    ...(takesInputs
      ? [
          ...textsAt(inputs.files, ['inputs', 'files'], false),
          ...textsAt(inputs.directories, ['inputs', 'directories'], true),
        ]
      : []),
  ];
}

function textsAt(list: Json | undefined, place: NodePath, isDirectory: boolean): BundlePath[] {
  if (!Array.isArray(list)) return [];
  return (list as readonly Json[]).flatMap((text, index) =>
    textAt(text, [...place, index], isDirectory),
  );
}

function textAt(text: Json | undefined, place: NodePath, isDirectory = false): BundlePath[] {
  return typeof text === 'string' ? [{ text, place, isDirectory }] : [];
}
