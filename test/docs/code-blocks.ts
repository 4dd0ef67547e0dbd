/** Code blocks of the pages, with what the comment before each says about trying it. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const repository = path.resolve(import.meta.dirname, '../..');

export interface CodeBlock {
  /** `docs/run.md:12` */
  readonly place: string;
  readonly page: string;
  /** Of the fence; empty without one. */
  readonly language: string;
  readonly code: string;
  readonly trial: Trial | undefined;
}

/** `<!-- run … -->` or `<!-- needs … -->` before a block. */
export type Trial =
  | {
      readonly kind: 'run';
      /** Folder of the repository, a copy of which is the working folder. */
      readonly folder: string;
      /** What has to be there: `REANA`, or programs from elsewhere. */
      readonly equipment: readonly string[];
      /** A command that people have given before. */
      readonly after?: string;
      /** Text that ends the trial of a command which would run on. */
      readonly until?: string;
    }
  | { readonly kind: 'needs'; readonly what: string }
  | { readonly kind: 'unknown'; readonly text: string };

const pages = ['README.md', 'CONTRIBUTING.md', 'docs/*.md', 'examples/*/README.md'];

/** The blocks of all pages that people read, but for the rules' page, whose examples lint itself tries. */
export function readBlocks(): CodeBlock[] {
  return globSync(pages, { cwd: repository })
    .filter((page) => page !== 'docs/rules.md')
    .sort()
    .flatMap((page) => blocksOf(page, readFileSync(path.join(repository, page), 'utf8')));
}

/** @param page name of the page that `text` is */
export function blocksOf(page: string, text: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const fence = /^( *)```(.*)$/.exec(lines[index] ?? '');
    if (fence === null) continue;
    const [, indent = '', language = ''] = fence;
    const length = lines.slice(index + 1).indexOf(`${indent}\`\`\``);
    if (length < 0) throw new Error(`${page}:${index + 1}: this block does not end.`);
    const code = lines
      .slice(index + 1, index + 1 + length)
      .map((line) => line.slice(indent.length));
    blocks.push({
      place: `${page}:${index + 1}`,
      page,
      language: language.trim(),
      code: `${code.join('\n')}\n`,
      trial: trialBefore(lines.slice(0, index)),
    });
    index += length + 1;
  }
  return blocks;
}

function trialBefore(lines: readonly string[]): Trial | undefined {
  const last = lines.findLast((line) => line.trim() !== '')?.trim() ?? '';
  const comment = /^<!-- (.*) -->$/.exec(last)?.[1];
  if (comment === undefined || comment === 'prettier-ignore') return undefined;
  const needs = /^needs (.+)$/.exec(comment)?.[1];
  if (needs !== undefined) return { kind: 'needs', what: needs };
  const run =
    /^run(?: in (?<folder>[\w./-]+))?(?: with (?<equipment>[\w.-]+(?:, [\w.-]+)*))?(?: after "(?<after>[^"]+)")?(?: until "(?<until>[^"]+)")?$/.exec(
      comment,
    )?.groups;
  if (run === undefined) return { kind: 'unknown', text: comment };
  const { folder = '.', equipment, after, until } = run;
  return {
    kind: 'run',
    folder,
    equipment: equipment?.split(', ') ?? [],
    ...(after === undefined ? {} : { after }),
    ...(until === undefined ? {} : { until }),
  };
}
