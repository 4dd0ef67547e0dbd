/** The rules of Snakefiles as steps with images and hints, for lint and the check of secrets. */
import type { LintStep } from '../../lint/kit/step.ts';
import { plainText } from './read.ts';
import { resourcesOf } from './resource.ts';
import type { Snakefile, SnakefileRule } from './snakefile.ts';
import { wildcardsIn } from './wildcard.ts';
import { runKeywords } from './keyword.ts';

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
  const { values, positionOf } = resourcesOf({ directives });
  const container = directives.get('container') ?? directives.get('singularity');
  const image = container === undefined ? undefined : plainText(container);
  const shell = directives.get('shell')?.arguments[0];
  const script = typeof shell?.value === 'string' ? shell.value : '';
  return {
    ...(name === '' ? {} : { name }),
    label: `rule ${name}`,
    position,
    // What image it is, only the wildcards of each job tell.
    ...(container === undefined || image === undefined || wildcardsIn(image).size > 0
      ? {}
      : { image: { name: image.replace(/^docker:\/\//, ''), position: container.position } }),
    script,
    commands: shell === undefined ? [] : [{ text: script, positionOf: () => shell.position }],
    hints: values,
    hintPosition: (key) => positionOf(key) ?? position,
    hintValuePosition: (key) => positionOf(key) ?? position,
    otherNames,
    namesAreOpen: true,
  };
}
