/** Findings of cwltool itself; the command line asks for them. */
import type { RuleDescription } from '../../../lint/kit/rule.ts';

export const cwltool: RuleDescription = {
  id: 'cwltool',
  severity: 'error',
  title: 'cwltool refuses the workflow (--cwltool)',
  consequence: 'No run can be made of the workflow.',
  fix: 'Follow the message; cwltool --validate shows all of it.',
  examples: { wrong: [], right: [] },
};
