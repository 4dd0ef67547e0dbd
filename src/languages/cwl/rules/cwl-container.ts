/** A tool that leaves its image to REANA. */
import { isJsonObject } from '../../../base/json.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import { defaultImage } from '../default-image.ts';
import type { CwlSubject } from '../document.ts';
import type { CwlProcess, CwlWorkflow } from '../workflow.ts';
import { entriesOf, requirementOf } from '../entry.ts';
import { cwlExample } from './example.ts';

const docker =
  'requirements: {DockerRequirement: {dockerPull: "docker.io/library/python:3.12-slim"}}\n';

export const cwlContainer: Rule<CwlSubject> = {
  id: 'cwl-container',
  severity: 'info',
  title: 'a tool names no image',
  consequence: `The job runs in ${defaultImage}, which holds a shell and not your software.`,
  fix: 'Give the tool, its step or the workflow a DockerRequirement.',
  examples: {
    wrong: [cwlExample('fit.cwl', docker, '')],
    right: [
      cwlExample(),
      cwlExample('workflow.cwl', 'inputs: {mass: int}', `${docker}inputs: {mass: int}`),
    ],
  },
  check: ({ cwl }) =>
    toolsWithoutImage(cwl).map(({ source, path, step }) => ({
      message: `${step === undefined ? 'the tool' : `the tool of step ${step}`} names no image and runs in ${defaultImage}`,
      ...source.position(path),
    })),
};

/** Tools that get an image from none of the workflows and steps that run them. */
function toolsWithoutImage(cwl: CwlWorkflow): CwlProcess[] {
  const found = new Set<CwlProcess>();
  const visited = new Set<CwlProcess>();
  const [first] = cwl.processes;
  if (first !== undefined) visit(first);
  return [...found];

  function visit(process: CwlProcess): void {
    if (visited.has(process) || hasImage(process.data)) return;
    visited.add(process);
    if (process.data.class === 'CommandLineTool') found.add(process);
    for (const { value } of entriesOf(process.data.steps)) {
      if (!isJsonObject(value) || hasImage(value)) continue;
      const run = cwl.processOf(value);
      if (run !== undefined) visit(run);
    }
  }
}

function hasImage(holder: CwlProcess['data']): boolean {
  return requirementOf(holder, 'DockerRequirement') !== undefined;
}
