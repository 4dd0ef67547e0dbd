/** The rules of Snakefiles as steps, for the rules about images and hints. */
import type { Json } from '../../base/json.ts';
import type { Position } from '../source-document.ts';
import {
  plainText,
  type Snakefile,
  type SnakefileDirective,
  type SnakefileRule,
} from './snakefile.ts';
import type { LintStep } from './step.ts';

/** What Snakemake itself makes of `resources:`; any other name is the author's own. */
const otherNames = [
  ...['mem', 'mem_mb', 'mem_mib', 'disk', 'disk_mb', 'disk_mib', 'tmpdir', 'runtime', 'threads'],
  ...['nodes', 'tasks', 'cores', 'walltime', 'attempt'],
];

/** Every rule that runs something. */
export function snakemakeSteps(snakefiles: readonly Snakefile[]): LintStep[] {
  return snakefiles.flatMap(({ rules }) => rules.filter(runsSomething).map(stepOf));
}

/** A rule without any of these only collects what others make. */
export function runsSomething({ directives }: SnakefileRule): boolean {
  return ['shell', 'run', 'script', 'notebook', 'wrapper', 'cwl'].some((key) =>
    directives.has(key),
  );
}

function stepOf({ name, position, directives }: SnakefileRule): LintStep {
  const hints = hintsOf(directives.get('resources'));
  const container = directives.get('container') ?? directives.get('singularity');
  const image = container === undefined ? undefined : plainText(container.text);
  return {
    label: `rule ${name}`,
    position,
    ...(container === undefined || image === undefined
      ? {}
      : { image: { name: image.replace(/^docker:\/\//, ''), position: container.position } }),
    script: directives.get('shell')?.text ?? '',
    hints: Object.fromEntries([...hints].map(([key, { value }]) => [key, value])),
    hintPosition: (key) => hints.get(key)?.position ?? position,
    otherNames,
    namesAreOpen: true,
  };
}

interface Hint {
  readonly value: Json;
  readonly position: Position;
}

/** `name=value` with a plain value: text, whole number, True or False. */
function hintsOf(resources: SnakefileDirective | undefined): Map<string, Hint> {
  const hints = new Map<string, Hint>();
  for (const [line, text] of resources?.lines ?? []) {
    const pattern = /(\w+)\s*=\s*(?:"([^"\\]*)"|'([^'\\]*)'|(-?\d+)|(True|False))\s*(?=,|$)/g;
    for (const match of text.matchAll(pattern)) {
      const [, name = '', double, single, number, boolean] = match;
      const value =
        double ?? single ?? (number === undefined ? boolean === 'True' : Number(number));
      const file = resources?.position.file ?? '';
      const start =
        text === resources?.lines[0]?.[1]
          ? resources.position.column + resources.keyword.length
          : 0;
      hints.set(name, { value, position: { file, line, column: start + match.index + 1 } });
    }
  }
  return hints;
}
