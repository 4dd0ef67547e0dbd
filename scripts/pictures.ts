/**
 * `node scripts/pictures.ts [SPECIFICATIONS]`: draws the workflows shown in `docs/pictures/`.
 *
 * Those of public demonstrations need their specifications, a folder `reanahub__NAME` for each; without
 * them only the workflows of this repository are drawn.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { progressFromRecord } from '../src/results/graph/progress.ts';
import { workflowToSvg } from '../src/results/graph/svg.ts';
import type { StepRecord } from '../src/results/run-record.ts';
import { loadSpecification } from '../src/specification/load.ts';
import { loadWorkflow } from '../src/languages/load-workflow.ts';
import type { Workflow } from '../src/languages/workflow/workflow.ts';

interface Picture {
  readonly name: string;
  /** Relative to the repository, or to the folder of the demonstrations. */
  readonly file: string;
  readonly isDemonstration: boolean;
  readonly steps?: readonly StepRecord[];
}

const pictures: readonly Picture[] = [
  { name: 'serial', file: 'reana-demo-root6-roofit/reana.yaml', isDemonstration: true },
  { name: 'recast', file: 'reana-demo-atlas-recast/reana.yaml', isDemonstration: true },
  { name: 'bsm-search', file: 'reana-demo-bsm-search/reana.yaml', isDemonstration: true },
  { name: 'cwl', file: 'reana-demo-lhcb-d2pimumu/reana-cwl.yaml', isDemonstration: true },
  { name: 'order', file: 'reana-demo-lhcb-d2pimumu/reana-yadage.yaml', isDemonstration: true },
  { name: 'sub-workflow', file: 'docs/pictures/sub-workflow/reana.yaml', isDemonstration: false },
  { name: 'snakemake', file: 'docs/pictures/snakemake/reana.yaml', isDemonstration: false },
  {
    name: 'after-a-run',
    file: 'docs/pictures/sub-workflow/reana.yaml',
    isDemonstration: false,
    steps: [
      ...job('skim', 'skim_0', 0, 240),
      ...job('skim', 'skim_1', 0, 250),
      ...job('skim', 'skim_2', 5, 190),
      ...job('regions_0/select', 'select', 260, 60),
      ...job('regions_1/select', 'select', 260, 70),
      ...job('regions_0/histogram', 'histogram', 330, 15),
      ...job('regions_1/histogram', 'histogram', 335, 12, 'failed'),
    ],
  },
];

const repository = path.resolve(import.meta.dirname, '..');
const [specifications = path.join(repository, '../shared/specs')] = process.argv.slice(2);
const folder = path.join(repository, 'docs/pictures');
await mkdir(folder, { recursive: true });
for (const { name, file, isDemonstration, steps } of pictures) {
  const source = isDemonstration
    ? path.join(specifications, `reanahub__${file}`)
    : path.join(repository, file);
  if (!existsSync(source)) {
    console.log(`${name}: there is no ${source}`);
    continue;
  }
  const workflow = await readWorkflow(source);
  const statuses = steps === undefined ? undefined : progressFromRecord(workflow, { steps });
  const svg = await workflowToSvg(workflow, statuses === undefined ? {} : { statuses });
  await writeFile(path.join(folder, `${name}.svg`), svg);
  console.log(`${name}: ${svg.length} bytes`);
}

async function readWorkflow(file: string): Promise<Workflow> {
  return loadWorkflow(await loadSpecification(path.dirname(file), path.basename(file)));
}

/** One job of an imagined run: the folder it works in, and its times in seconds after noon. */
function job(
  place: string,
  name: string,
  start: number,
  seconds: number,
  status = 'finished',
): StepRecord[] {
  const at = (second: number): string =>
    new Date(Date.UTC(2026, 0, 31, 12, 0, second)).toISOString();
  return [
    {
      name,
      status,
      image: '',
      command: `run /workspace/${place}/out.root`,
      startedAt: at(start),
      finishedAt: at(start + seconds),
    },
  ];
}
