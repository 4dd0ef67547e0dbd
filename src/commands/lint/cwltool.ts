/** The opinion of cwltool on a CWL workflow. */
import path from 'node:path';
import type { Finding } from '../../base/error.ts';
import { ReanaCiError } from '../../base/error.ts';
import { createShell } from '../../base/shell.ts';
import type { OutsideCheck } from '../../lint/kit/step.ts';
import type { Specification } from '../../specification/specification.ts';
import type { Edge } from '../edge.ts';

const commandNotFound = 127;

/**
 * One error with the first lines of what cwltool says, or none.
 *
 * @throws (when it is asked) ReanaCiError `usage` without cwltool
 */
export function cwltoolCheck(edge: Edge): OutsideCheck {
  return async ({ specification }) => {
    const { language, root, workflowFile } = specification;
    if (language !== 'cwl' || workflowFile === undefined) return [];
    const shell = createShell({ env: definedOnly(edge.env), cwd: root, signal: edge.signal });
    const workflow = path.join(root, workflowFile);
    const result = await shell`cwltool --validate --quiet ${workflow}`;
    if (result.exitCode === commandNotFound) {
      throw new ReanaCiError('usage', 'cwltool is not installed.', {
        hint: 'Install it with: pip install cwltool',
      });
    }
    return result.exitCode === 0 ? [] : [refusal(specification, result.stdout + result.stderr)];
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

function definedOnly(env: Edge['env']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
