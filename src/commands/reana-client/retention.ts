/** `reana-client retention-rules-list`: when the server deletes files of a run. */
import type { Command } from 'commander';
import * as v from 'valibot';
import { amount, text } from '../../reana/schema.ts';
import type { Edge } from '../edge.ts';
import {
  addWorkflowOption,
  runCall,
  withServer,
  workflowOf,
  type WorkflowOptions,
} from './access.ts';
import { readAs } from './answer.ts';
import { addTableOptions, cellOf, printTable, type TableOptions } from './columns.ts';

const rulesSchema = v.object({
  retention_rules: v.optional(
    v.array(
      v.object({ workspace_files: text, retention_days: amount, apply_on: text, status: text }),
    ),
    [],
  ),
});

/** Adds `retention-rules-list`. */
export function registerRetention(program: Command, edge: Edge): void {
  addTableOptions(addWorkflowOption(program.command('retention-rules-list')))
    .description('show when files of a run are deleted')
    .action((options: WorkflowOptions & TableOptions) => listRules(edge, options));
}

async function listRules(edge: Edge, options: WorkflowOptions & TableOptions): Promise<void> {
  const workflow = workflowOf(edge, options);
  const answer = await withServer(
    edge,
    options,
    (reason) => reason,
    (client) =>
      client.ask(
        runCall(`ask for the retention rules of ${workflow}`, 'GET', workflow, ['retention_rules']),
        edge.signal,
      ),
  );
  const { retention_rules: rules } = readAs(rulesSchema, answer);
  const sorted = rules.toSorted((a, b) => a.retention_days - b.retention_days);
  const columns = ['workspace_files', 'retention_days', 'apply_on', 'status'] as const;
  const rows = sorted.map((rule) => columns.map((column) => cellOf(rule[column])));
  printTable(edge, { columns, rows }, options);
}
