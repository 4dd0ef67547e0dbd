/** Carries out `reana-ci graph`. */
import path from 'node:path';
import { ReanaCiError } from '../../base/error.ts';
import { replaceFile } from '../../base/replace-file.ts';
import { findingsByStage, type Annotations } from '../../results/graph/annotation.ts';
import { workflowToDot } from '../../results/graph/dot.ts';
import { workflowToJson } from '../../results/graph/json.ts';
import { workflowToMermaid } from '../../results/graph/mermaid.ts';
import { progressFromRecord } from '../../results/graph/progress.ts';
import { workflowToText } from '../../results/graph/text.ts';
import { readRunRecord } from '../../results/run-record.ts';
import { lintSpecification } from '../../lint/lint.ts';
import { loadSpecification } from '../../specification/load.ts';
import type { Specification } from '../../specification/specification.ts';
import { loadWorkflow } from '../../languages/load-workflow.ts';
import type { Workflow } from '../../languages/workflow/workflow.ts';
import type { Edge } from '../edge.ts';
import type { GraphFormat, GraphOptions } from './options.ts';
import { locateSpecification } from '../specification-argument.ts';

/** @throws ReanaCiError `specification` when there is no workflow that could be drawn */
export async function graph(edge: Edge, given: string, options: GraphOptions): Promise<void> {
  const format = formatOf(options);
  const { root, file } = await locateSpecification(edge.cwd, given, options.analysis);
  const specification = await loadSpecification(root, file);
  const workflow = await loadWorkflow(specification);
  const annotations = await annotate(edge, specification, workflow, options);
  const picture = await draw(workflow, annotations, format);
  if (options.out === undefined) {
    edge.stdout.write(picture);
    return;
  }
  const bytes = Buffer.from(picture);
  await replaceFile(path.resolve(edge.cwd, options.out), (handle) => handle.writeFile(bytes), {
    size: bytes.length,
  });
}

const endings: Readonly<Record<string, GraphFormat>> = {
  '.txt': 'text',
  '.svg': 'svg',
  '.dot': 'dot',
  '.gv': 'dot',
  '.mmd': 'mermaid',
  '.json': 'json',
};

function formatOf({ format, json, out }: GraphOptions): GraphFormat {
  if (format !== undefined) return format;
  if (json === true) return 'json';
  if (out === undefined) return 'text';
  const ending = endings[path.extname(out).toLowerCase()];
  if (ending !== undefined) return ending;
  throw new ReanaCiError('usage', `--out: ${out} does not tell the format.`, {
    hint: `Let it end in ${Object.keys(endings).join(', ')}, or give --format.`,
  });
}

async function annotate(
  edge: Edge,
  specification: Specification,
  workflow: Workflow,
  { lint, record }: GraphOptions,
): Promise<Annotations> {
  const run =
    record === undefined ? undefined : await readRunRecord(path.resolve(edge.cwd, record));
  const findings = lint ? await lintSpecification(specification) : [];
  const mistakes = findings.filter(({ severity }) => severity !== 'info');
  return {
    findings: findingsByStage(workflow, mistakes),
    ...(run === undefined ? {} : { statuses: progressFromRecord(workflow, run) }),
  };
}

async function draw(
  workflow: Workflow,
  annotations: Annotations,
  format: GraphFormat,
): Promise<string> {
  switch (format) {
    case 'text':
      return `${workflowToText(workflow, annotations).join('\n')}\n`;
    case 'dot':
      return workflowToDot(workflow, annotations);
    case 'mermaid':
      return workflowToMermaid(workflow, annotations);
    case 'json':
      return `${JSON.stringify(workflowToJson(workflow, annotations), undefined, 2)}\n`;
    case 'svg': {
      // Brings Graphviz along, which takes a moment to start.
      const { workflowToSvg } = await import('../../results/graph/svg.ts');
      return workflowToSvg(workflow, annotations);
    }
  }
}
