/** `reana-client diff`: what differs between two runs. */
import type { Command } from 'commander';
import * as v from 'valibot';
import { isJsonObject, parseJson } from '../../base/json.ts';
import type { Edge } from '../edge.ts';
import { parseWholeNumber } from '../whole-number.ts';
import { addAccessOption, type AccessOptions, printNote, runCall, withServer } from './access.ts';
import { readAs } from './answer.ts';

interface DiffOptions extends AccessOptions {
  readonly brief?: boolean;
  readonly unified: number;
}

const diffSchema = v.object({
  reana_specification: v.nullish(v.string()),
  workspace_listing: v.nullish(v.string()),
});

/** Adds `diff`. */
export function registerDiff(program: Command, edge: Edge): void {
  addAccessOption(program.command('diff'))
    .description('show what differs between two runs')
    .argument('<run>')
    .argument('<other>')
    .option('-q, --brief', 'not what is in files')
    .option('-u, --unified <lines>', 'lines around each difference', parseWholeNumber(0), 5)
    .action((run: string, other: string, options: DiffOptions) => diff(edge, run, other, options));
}

async function diff(edge: Edge, a: string, b: string, options: DiffOptions): Promise<void> {
  const answer = await withServer(
    edge,
    options,
    (reason) => `Something went wrong when trying to get diff:\n${reason}`,
    (client) => {
      const query = { brief: options.brief === true, context_lines: options.unified };
      return client.ask(
        runCall(`compare ${a} with ${b}`, 'GET', a, ['diff', b], query),
        edge.signal,
      );
    },
  );
  const { reana_specification: specification, workspace_listing: listing } = readAs(
    diffSchema,
    answer,
  );
  if (typeof specification === 'string' && specification !== '') {
    printSections(edge, specification);
  }
  edge.stdout.write('\n');
  const lines: unknown = parseJson(listing ?? '""');
  if (typeof lines !== 'string' || lines === '') return;
  printNote(edge, 'Differences in workflow workspace');
  edge.stdout.write(`${lines.replace(/\n$/, '')}\n`);
}

function printSections(edge: Edge, text: string): void {
  const value = parseJson(text);
  const sections = isJsonObject(value) ? Object.entries(value) : [];
  const changed = sections.filter(([, lines]) => Array.isArray(lines) && lines.length > 0);
  if (changed.length === 0) printNote(edge, 'No differences in REANA specifications.');
  const isWorkflow = ([name]: (typeof changed)[number]) => name === 'workflow';
  const ordered = [...changed.filter((entry) => !isWorkflow(entry)), ...changed.filter(isWorkflow)];
  for (const [name, lines] of ordered) {
    printNote(edge, `Differences in workflow ${name === 'workflow' ? 'specification' : name}`);
    for (const line of Array.isArray(lines) ? lines : []) edge.stdout.write(`${String(line)}\n`);
  }
}
