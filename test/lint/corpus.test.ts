/** REANA's own demonstration analyses; they lie beside the project where it is developed. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listedFiles } from '../../src/lint/kit/analysis-files.ts';
import { lintAnalysis } from '../../src/lint/lint.ts';

const corpus = path.resolve(import.meta.dirname, '../../../shared/specs');

describe.skipIf(!existsSync(corpus))('every demonstration analysis', () => {
  const files = globSync('*/reana*.yaml', { cwd: corpus }).sort();

  /** Each names a file that the repository does not hold: its users fetch it, or it was removed. */
  const known = [
    'reanahub__reana-demo-cms-reco/reana-cwl.yaml: workflow/workflow.cwl does not exist',
    'reanahub__reana-demo-cms-reco/reana.yaml: reco_cmsdriver2011.py does not exist',
    'reanahub__reana-demo-d2pimumu-analysis/reana.yaml: D2PiMuMuOS.root does not exist',
    'reanahub__reana-demo-lhcb-d2pimumu/reana.yaml: D2PiMuMuOS.root does not exist',
  ];

  it('has no errors but inputs that are not in its repository', async () => {
    const errors: string[] = [];
    for (const file of files) {
      const root = path.join(corpus, path.dirname(file));
      const names = readFileSync(path.join(root, '.repo-files.txt'), 'utf8')
        .split('\n')
        .flatMap((line) => line.split('\t')[1] ?? []);
      const findings = await lintAnalysis(root, path.basename(file), { files: listedFiles(names) });
      errors.push(
        ...findings
          .filter(({ severity }) => severity === 'error')
          .map(({ message }) => `${file}: ${message}`),
      );
    }
    expect(files).toHaveLength(58);
    expect(errors).toEqual(known);
  });
});
