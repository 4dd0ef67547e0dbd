/** The order of test files: those that take a minute or more begin, so that both cores have work to the end. */
import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const slowest = [
  'interop/lint-embedded',
  'interop/reana-client-0.9-alpha',
  'interop/reana-client-0.9',
  'interop/reana-client-next',
  'interop/built-program',
  'interop/build',
  'interop/docs',
  'interop/lint-workflow-peers',
  'commands/settle',
  'hosts/gitlab/gitlab-job',
  'built/tour',
  'lint/fuzz',
].map((name) => path.join(import.meta.dirname, `${name}.test.ts`));

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    return usual.toSorted((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const index = slowest.indexOf(moduleId);
  return index < 0 ? slowest.length : index;
}
