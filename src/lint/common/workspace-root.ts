/** A place for the workspace that this cluster does not have. */
import { isJsonObject } from '../../base/json.ts';
import { serialExample } from '../kit/example.ts';
import type { Rule } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

const example = (root: string) => ({
  'reana.yaml': `workspace:\n  root_path: ${root}\n${serialExample(['python fit.py'])['reana.yaml'] ?? ''}`,
  'server.json': '{"workspaceRoots": ["/var/reana"]}',
});

export const workspaceRoot: Rule<LintSubject> = {
  id: 'workspace-root',
  severity: 'error',
  code: 'workspace',
  title: 'the server has no such place for workspaces (--online)',
  consequence: 'The server refuses the run.',
  fix: 'Use one of its places, or leave workspace.root_path out.',
  examples: { wrong: [example('/eos/home')], right: [example('/var/reana')] },
  check: ({ specification: { data, document }, cluster }) => {
    const root = isJsonObject(data.workspace) ? data.workspace.root_path : undefined;
    const roots = cluster?.workspaceRoots;
    if (typeof root !== 'string' || roots === undefined) return [];
    if (roots.some((known) => `${root}/`.startsWith(`${known.replace(/\/+$/, '')}/`))) return [];
    const hint = `It has ${roots.join(', ')}.`;
    const message = `this server keeps no workspaces below ${root}`;
    return [{ message, hint, ...document.position(['workspace', 'root_path']) }];
  },
};
