/** Files that `reana-ci lint` writes to the results folder for GitLab to show. */
import path from 'node:path';
import { makeFolder, replaceFile } from '../../base/replace-file.ts';
import { formatFindings } from '../../results/findings/format.ts';
import type { LintReport } from '../../results/findings/report.ts';
import type { DescribeRule } from '../../lint/kit/rule.ts';

const files = { 'lint.xml': 'junit', 'codequality.json': 'gitlab' } as const;

/** Writes the reports into `folder`, which is made. @throws ReanaCiError `local-io` */
export async function writeReportFiles(
  folder: string,
  reports: readonly LintReport[],
  describeRule: DescribeRule,
): Promise<void> {
  await makeFolder(folder, '');
  for (const [name, format] of Object.entries(files)) {
    const text = await formatFindings(format, reports, describeRule);
    await replaceFile(path.join(folder, name), (handle) => handle.writeFile(text));
  }
}
