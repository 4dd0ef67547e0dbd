/** The report of `POST /api/workflows/validate` on an unpacked bundle. */
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { RestError } from '../rest-error.ts';
import { readSpecification } from './bundle.ts';
import { lintProblems, type LintProblems } from './lint-problems.ts';
import { specificationProblems, type SpecificationProblem } from './specification-check.ts';

export interface ValidationReport {
  readonly valid: boolean;
  readonly errors: readonly SpecificationProblem[];
  readonly warnings: readonly SpecificationProblem[];
  readonly environments: readonly RuntimeEnvironment[];
  readonly environments_truncated: boolean;
}

export interface RuntimeEnvironment {
  readonly image: string;
  readonly runtime_uid: number;
  readonly runtime_gid: number;
}

/** As many as REANA tells. */
const mostEntries = 100;
const defaultUid = 1000;

/**
 * What the server itself refuses; and when that is nothing, what would go wrong later, as lint tells it.
 *
 * @param environments whether the images are wanted, too
 */
export async function validationReport(
  folder: string,
  environments: boolean,
): Promise<ValidationReport> {
  const specification = await readSpecification(folder).catch((error: unknown) => {
    if (error instanceof RestError) return error;
    throw error;
  });
  if (specification instanceof RestError) {
    const error = { code: 'serialization', message: specification.message, path: '' } as const;
    return report({ errors: [error], warnings: [] }, []);
  }
  const images = environments ? imagesOf(specification) : [];
  const errors = specificationProblems(specification, 'next');
  return report(errors.length > 0 ? { errors, warnings: [] } : await lintProblems(folder), images);
}

function report(
  { errors, warnings }: LintProblems,
  images: readonly RuntimeEnvironment[],
): ValidationReport {
  return {
    valid: errors.length === 0,
    errors: shortened(errors),
    warnings: shortened(warnings),
    environments: images.slice(0, mostEntries),
    environments_truncated: images.length > mostEntries,
  };
}

function shortened(problems: readonly SpecificationProblem[]): readonly SpecificationProblem[] {
  if (problems.length <= mostEntries) return problems;
  const message = `There are ${problems.length - mostEntries + 1} more.`;
  return [...problems.slice(0, mostEntries - 1), { code: 'report_truncated', message, path: '' }];
}

/** The images of serial steps; the other languages name theirs in files that only their engines read. */
function imagesOf(specification: JsonObject): RuntimeEnvironment[] {
  const workflow = isJsonObject(specification.workflow) ? specification.workflow : {};
  const inner = isJsonObject(workflow.specification) ? workflow.specification : {};
  const steps = Array.isArray(inner.steps) ? inner.steps.filter(isJsonObject) : [];
  const distinct = new Map<string, RuntimeEnvironment>();
  for (const step of steps) {
    if (typeof step.environment !== 'string') continue;
    const uid = Number(step.kubernetes_uid ?? defaultUid);
    distinct.set(`${step.environment} ${uid}`, {
      image: step.environment,
      runtime_uid: uid,
      runtime_gid: 0,
    });
  }
  return [...distinct.values()];
}
