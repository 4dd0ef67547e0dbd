/** A report in a format that Snakemake does not write. */
import type { SnakemakeSubject } from '../lint-subject.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import { snakemakeExample } from './example.ts';

export const snakemakeReport: Rule<SnakemakeSubject> = {
  id: 'snakemake-report',
  severity: 'error',
  title: 'the option report names no HTML or ZIP file',
  consequence: 'All jobs run, and then writing the report fails.',
  fix: 'Give a name that ends in .html or .zip.',
  examples: {
    wrong: [snakemakeExample('reana.yaml', 'inputs:', 'inputs:\n  options: {report: report.pdf}')],
    right: [snakemakeExample('reana.yaml', 'inputs:', 'inputs:\n  options: {report: report.html}')],
  },
  check: ({ specification: { inputs, document } }) => {
    const { report } = inputs.options;
    if (report === undefined || (typeof report === 'string' && /\.(?:html|zip)$/.test(report))) {
      return [];
    }
    const message = `${JSON.stringify(report)} is no name for a report`;
    return [{ message, ...document.position(['inputs', 'options', 'report']) }];
  },
};
