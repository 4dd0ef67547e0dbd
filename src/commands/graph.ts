/** `reana-ci graph`: the workflow as a picture, before it runs or after. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Edge } from './edge.ts';
import { type GraphFormat, graphFormats, type GraphOptions } from './graph/options.ts';

/** Adds `graph`. */
export function registerGraph(program: Command, edge: Edge): void {
  program
    .command('graph')
    .argument('[file]', 'specification, or a folder with a reana.yaml', '.')
    .description('draw the workflow of a specification')
    .option('--format <format>', `one of ${graphFormats.join(', ')}`, readFormat)
    .option('--json', 'the same as --format json')
    .option('--out <file>', 'output file; its extension selects the format')
    .option('--analysis <folder>', 'base folder for paths (default: folder of the specification)')
    .option('--record <run.json>', 'mark how the steps of this run ended')
    .option('--no-lint', 'do not mark mistakes in the workflow')
    .action(async (file: string, _options: unknown, self: Command) => {
      const { graph } = await import('./graph/graph.ts');
      await graph(edge, file, self.optsWithGlobals<GraphOptions>());
    });
}

function readFormat(text: string): GraphFormat {
  const format = graphFormats.find((known) => known === text);
  if (format === undefined) {
    throw new InvalidArgumentError(`Choose one of ${graphFormats.join(', ')}.`);
  }
  return format;
}
