/** The rules of Snakefiles as steps, for the rules about images and hints. */
import type { LintStep } from '../step.ts';
import { plainText } from '../../snakemake/read.ts';
import type { Snakefile, SnakefileRule } from '../../snakemake/snakefile.ts';
import { runKeywords } from '../../snakemake/snakefile.ts';

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
  return runKeywords.some((key) => directives.has(key));
}

function stepOf({ name, position, directives }: SnakefileRule): LintStep {
  const resources = directives.get('resources')?.arguments ?? [];
  const hints = resources.flatMap((argument) =>
    argument.name === undefined ||
    typeof argument.value === 'object' ||
    argument.value === undefined
      ? []
      : [{ name: argument.name, value: argument.value, position: argument.position }],
  );
  const container = directives.get('container') ?? directives.get('singularity');
  const image = container === undefined ? undefined : plainText(container);
  const shell = directives.get('shell')?.arguments[0]?.value;
  return {
    label: `rule ${name}`,
    position,
    ...(container === undefined || image === undefined
      ? {}
      : { image: { name: image.replace(/^docker:\/\//, ''), position: container.position } }),
    script: typeof shell === 'string' ? shell : '',
    hints: Object.fromEntries(hints.map((hint) => [hint.name, hint.value])),
    hintPosition: (key) => hints.find((hint) => hint.name === key)?.position ?? position,
    otherNames,
    namesAreOpen: true,
  };
}
