/** The files that go to the server: the specification as rendered, and the inputs. */
import path from 'node:path';
import { bundleLimits } from '../base/bundle-limits.ts';
import type { Finding } from '../base/error.ts';
import { formatBytes } from '../base/format.ts';
import type { InputFile } from './input-collection.ts';
import { lists } from './path-list.ts';
import type { Specification } from './specification.ts';
import { declaresSources, listedSources } from './workflow-source.ts';

/** A file to send: from disk, or held in memory. */
export type BundleFile = InputFile | { readonly path: string; readonly content: Uint8Array };

/** The name under which a bundle has to hold the specification, whatever it is called here. */
const canonicalName = 'reana.yaml';

/**
 * Everything to upload: the specification first, then the inputs, without duplicates. The user's own file
 * is not touched; the copy that goes up is the rendered one.
 */
export function workspaceFiles(
  specification: Specification,
  inputs: readonly InputFile[],
): BundleFile[] {
  const name = specificationName(specification, inputs);
  return [rendered(specification, name), ...inputs.filter((input) => input.path !== name)];
}

/**
 * The bundle from which a server of the next protocol creates a run: `reana.yaml`, then the workflow's own
 * files. A specification that names a workflow file but not `workflow.files` or `workflow.directories`
 * leaves open which files those are, so that all inputs go in.
 *
 * @param inputs what `collectInputs` found
 */
export function createBundle(
  specification: Specification,
  inputs: readonly InputFile[],
): BundleFile[] {
  const sources = listedSources(specification);
  const takesAll = specification.workflowFile !== undefined && !declaresSources(specification);
  const members = inputs.filter(
    (input) => input.path !== canonicalName && (takesAll || lists(sources, input.path)),
  );
  return [rendered(specification, canonicalName), ...members];
}

/** What a server would refuse about a bundle before reading it. */
export function checkBundle(bundle: readonly BundleFile[]): Finding[] {
  const bytes = bundle.reduce(
    (sum, file) => sum + ('content' in file ? file.content.length : file.size),
    0,
  );
  const hint = 'Name the files of the workflow under workflow.files, so that only they go in.';
  const problems = [
    ...(bundle.length > bundleLimits.files
      ? [`${bundle.length} files; the server takes ${bundleLimits.files}`]
      : []),
    ...(bytes > bundleLimits.bytes
      ? [`${formatBytes(bytes)}; the server takes ${formatBytes(bundleLimits.bytes)}`]
      : []),
  ];
  return problems.map((problem) => ({
    rule: 'bundle-too-large',
    severity: 'error',
    message: `the workflow bundle has ${problem}`,
    hint,
  }));
}

/**
 * Where the specification belongs in the workspace: at its own path. A template (`reana-template.yaml`)
 * loses that part of its name, unless an input has the name that remains; one from outside of the analysis
 * becomes `reana.yaml`.
 */
export function specificationName(
  specification: Specification,
  inputs: readonly InputFile[],
): string {
  const { file } = specification;
  if (file.startsWith('../') || path.isAbsolute(file)) return canonicalName;
  const final = file.replace(/[-_.]template(?=\.(?:ya?ml|json)$)/i, '');
  return inputs.some((input) => input.path === final) ? file : final;
}

function rendered(specification: Specification, name: string): BundleFile {
  return { path: name, content: new TextEncoder().encode(specification.document.text) };
}
