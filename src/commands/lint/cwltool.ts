/** The opinion of cwltool on a CWL workflow. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding } from '../../base/error.ts';
import { createProgramShell } from '../../base/program.ts';
import { withCwltool } from '../../languages/cwl/pack.ts';
import type { OutsideCheck } from '../../lint/kit/step.ts';
import type { Specification } from '../../specification/specification.ts';
import type { Edge } from '../edge.ts';

/**
 * One error with the first lines of what cwltool says, or none.
 *
 * @throws (when it is asked) ReanaCiError `usage` without cwltool
 */
export function cwltoolCheck(edge: Edge): OutsideCheck {
  return async ({ specification }) => {
    const { language, root, workflowFile } = specification;
    if (language !== 'cwl' || workflowFile === undefined) return [];
    const temporaryDirectory = await mkdtemp(path.join(tmpdir(), 'reana-ci-'));
    try {
      const shell = createProgramShell({ environment: edge.env, signal: edge.signal });
      const tools = { shell, temporaryDirectory };
      const result = await withCwltool(root, workflowFile, tools, '--validate');
      return result.exitCode === 0 ? [] : [refusal(specification, result.stdout + result.stderr)];
    } finally {
      await rm(temporaryDirectory, { recursive: true, force: true });
    }
  };
}

function refusal({ document, workflowFile = '' }: Specification, output: string): Finding {
  const reasons = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:INFO|Tool definition failed)/.test(line));
  return {
    rule: 'cwltool',
    severity: 'error',
    message: `cwltool refuses ${workflowFile}: ${reasons.slice(0, 5).join(' ').slice(0, 500)}`,
    ...document.position(['workflow', 'file']),
  };
}
