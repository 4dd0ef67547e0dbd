/** Findings of the server itself; the command line asks for them. */
import type { RuleDescription } from '../kit/rule.ts';

export const server: RuleDescription = {
  id: 'server',
  severity: 'error',
  title: 'the server itself refuses the specification (--online)',
  consequence: 'No run can be made of the specification on this server.',
  fix: 'Follow the message.',
  examples: { wrong: [], right: [] },
};
