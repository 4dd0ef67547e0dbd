/** `reana-ci lint`: what REANA would tell after hours, told now. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type FindingsFormat, findingsFormats as formats } from '../results/findings/format.ts';
import { addConnectionOptions } from './connection.ts';
import type { Edge } from './edge.ts';
import { serverGenerations } from '../specification/server-generation.ts';
import type { LintCommandOptions } from './lint/options.ts';

/** Adds `lint`. */
export function registerLint(program: Command, edge: Edge): void {
  addConnectionOptions(program.command('lint'))
    .argument('[file...]', 'specifications, or folders with a reana.yaml (.)')
    .description('check specifications and workflows before submission')
    .option('--format <format>', `one of ${formats.join(', ')}`, readFormat)
    .option('--json', 'the same as --format json')
    .option('--analysis <folder>', 'base folder for paths (default: folder of the specification)')
    .option('--results <folder>', 'also write lint.xml (JUnit) and codequality.json to this folder')
    .option('--explain <rule>', 'explain a rule')
    .option('--online', 'also check against the limits, images and secrets of the server')
    .addOption(
      new Option('--generation <name>', 'server generation that the analysis will run on').choices(
        serverGenerations,
      ),
    )
    .option('--cwltool', 'also validate CWL workflows with cwltool')
    .option('--docker', 'start local images the way REANA does and inspect them')
    .option('--pull', 'with --docker: pull missing images')
    .action(async (files: readonly string[], _options: unknown, self: Command) => {
      const options = self.optsWithGlobals<LintCommandOptions>();
      if (options.explain === undefined) {
        const { lint } = await import('./lint/lint.ts');
        await untilStopped(edge.signal, lint(edge, files, options));
      } else {
        const { explain } = await import('./lint/explain.ts');
        await explain(edge, options.explain);
      }
    });
}

/** An order to stop ends lint whatever it does: nothing has to be put right behind it. */
async function untilStopped(signal: AbortSignal, work: Promise<void>): Promise<void> {
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = () => {
    reject(signal.reason as Error);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function readFormat(text: string): FindingsFormat {
  const format = formats.find((known) => known === text);
  if (format === undefined) throw new InvalidArgumentError(`Choose one of ${formats.join(', ')}.`);
  return format;
}
