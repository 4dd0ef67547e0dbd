/** `reana-client validate`: whether REANA takes a specification. */
import path from 'node:path';
import type { Command } from 'commander';
import { isReanaCiError } from '../../base/error.ts';
import { loadSpecification } from '../../specification/load.ts';
import { specificationWarnings } from '../../lint/warnings.ts';
import type { Edge } from '../edge.ts';
import { addAccessOption, type AccessOptions, printNote, reasonOf, refuse } from './access.ts';
import { findSpecification } from './create.ts';

interface ValidateOptions extends AccessOptions {
  readonly file?: string;
  readonly environments?: boolean;
  readonly pull?: boolean;
  readonly serverCapabilities?: boolean;
}

/** Adds `validate`. */
export function registerValidate(program: Command, edge: Edge): void {
  addAccessOption(program.command('validate'))
    .description('check a specification')
    .option('-f, --file <file>', 'specification (reana.yaml)')
    .option('--environments', 'refused: "reana-ci lint --online" looks at images')
    .option('--pull', 'refused, as --environments')
    .option('--server-capabilities', 'refused: "reana-ci lint --online" asks the server')
    .action((options: ValidateOptions) => validate(edge, options));
}

async function validate(edge: Edge, options: ValidateOptions): Promise<void> {
  if (options.pull === true && options.environments !== true) {
    throw refuse(edge, '`--pull` flag requires `--environments` flag.');
  }
  if (options.environments === true || options.serverCapabilities === true) {
    const what = options.environments === true ? '--environments' : '--server-capabilities';
    throw refuse(
      edge,
      `${what} is not in this image; "reana-ci lint --online" checks images and server.`,
    );
  }
  const file = findSpecification(edge, options.file);
  const shown = path.resolve(edge.cwd, file);
  try {
    const specification = await loadSpecification(edge.cwd, file);
    printNote(edge, `Verifying REANA specification file... ${shown}`);
    const warnings = specificationWarnings(specification);
    for (const { message } of warnings) edge.stdout.write(`  -> WARNING: ${message}\n`);
    if (warnings.length === 0) edge.stdout.write('  -> SUCCESS: Valid REANA specification file.\n');
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    throw refuse(edge, `${shown} is not a valid REANA specification:\n${reasonOf(error)}`);
  }
}
