/** Specifications for tests, and how what is wrong with them is compared. */
import { isReanaCiError } from '../../src/base/error.ts';
import type { ReanaCiError } from '../../src/base/error.ts';
import { parseSpecification } from '../../src/specification/parse.ts';
import type { Specification } from '../../src/specification/specification.ts';

/** A specification that was never on disk. */
export function specificationFrom(text: string, root = '/analysis'): Specification {
  return parseSpecification(root, 'reana.yaml', text);
}

/** A serial workflow of one step, to put other parts around. */
export const serialWorkflow = `
workflow:
  type: serial
  specification:
    steps:
      - name: fit
        environment: docker.io/library/python:3.12
        commands:
          - python fit.py
`;

/** The expected error that `action` ends with; anything else fails the test. */
export async function errorOf(action: () => unknown): Promise<ReanaCiError> {
  try {
    await action();
  } catch (error) {
    if (isReanaCiError(error)) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}

/** Findings as `line:column rule`, the way tests compare them. */
export function places(error: ReanaCiError): string[] {
  return error.findings.map(({ line, column, rule }) => `${line ?? '-'}:${column ?? '-'} ${rule}`);
}
