/** The Mermaid text of workflows, drawn by Mermaid itself in Chromium as GitLab draws it. */
import { globSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChromium } from '../../scripts/pictures/chromium.ts';
import { type Drawing, drawMermaid, loadMermaid } from '../../scripts/pictures/mermaid.ts';
import { workflowToMermaid } from '../../src/results/graph/mermaid.ts';
import { shorten } from '../../src/results/graph/words.ts';
import { loadSpecification } from '../../src/specification/load.ts';
import { loadWorkflow } from '../../src/languages/load-workflow.ts';
import { allStages, type Workflow } from '../../src/languages/workflow/workflow.ts';
import { chain, data, hostile, stage, workflow } from '../results/graph/workflow.ts';
import { reference, references } from './references.ts';

const browser = await openBrowser();
let page: Page;

beforeAll(async () => {
  if (browser === undefined) return;
  page = await browser.newPage();
  await loadMermaid(page, tell);
});

afterAll(() => browser?.close());

describe.skipIf(browser === undefined || references === undefined)('a real workflow', () => {
  it.each(readableSpecifications())('of %s is drawn whole', async (file) => {
    const drawn = await load(reference('specs', file));
    expectWhole(await drawMermaid(page, workflowToMermaid(drawn)), drawn);
  });
});

describe.skipIf(browser === undefined)('a workflow as Mermaid text', () => {
  it.each(['snakemake', 'sub-workflow'])('is drawn whole: %s', async (name) => {
    const drawn = await load(
      path.resolve(import.meta.dirname, '../../docs/pictures', name, 'reana.yaml'),
    );
    expectWhole(await drawMermaid(page, workflowToMermaid(drawn)), drawn);
  });

  it.each(names())('shows a name as it is: %j', async (name) => {
    const shown = await drawMermaid(page, workflowToMermaid(namedEverywhere(name)));
    const plain = await drawMermaid(page, workflowToMermaid(namedEverywhere('plain')));
    const label = asRead(name, 60);
    expect(shown.boxes.map((text) => asRead(text))).toEqual([label, label]);
    expect(shown.frames.map((text) => asRead(text))).toEqual([label]);
    expect(shown.arrowLabels.map((text) => asRead(text))).toEqual([asRead(`${name} → b`, 40)]);
    expect(shown.elements).toEqual(plain.elements);
    expect(shown.attributes).toEqual(plain.attributes);
  });

  it('is drawn in the colours of how stages went', async () => {
    const statuses = new Map([['s0', { status: 'failed', jobs: { failed: 1 } } as const]]);
    const { svg } = await drawMermaid(page, workflowToMermaid(chain(2), { statuses }));
    expect(svg).toContain('#c53030');
  });

  it('is drawn with as many stages and arrows as Mermaid takes', async () => {
    const { stages } = chain(300);
    const edges = stages.flatMap(({ id }, index) =>
      [1, 2, 3].flatMap((step) =>
        stages[index + step] === undefined ? [] : [data(id, `s${index + step}`)],
      ),
    );
    const drawing = await drawMermaid(page, workflowToMermaid(workflow(stages, edges)));
    expect(drawing.boxes.at(-1)).toMatch(/^… \d+ more stages ×\d+$/);
    expect(drawing.arrows).toBeGreaterThan(300);
  });
});

/** Chromium, or nothing where it cannot be had: the suites then skip. */
async function openBrowser(): Promise<Browser | undefined> {
  try {
    return await startChromium(tell);
  } catch (error) {
    tell(`No workflow is drawn: ${String(error)}`);
    return undefined;
  }
}

function tell(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** Those whose workflow files are among the references, too. */
function readableSpecifications(): string[] {
  if (references === undefined) return [];
  const missing = /snakemake|agc-cms-ttbar|cms-h4l|b2jpsik|cms-reco\/reana-cwl/;
  return globSync('*/reana*.yaml', { cwd: reference('specs') })
    .filter((file) => !missing.test(file))
    .sort();
}

async function load(file: string): Promise<Workflow> {
  return loadWorkflow(await loadSpecification(path.dirname(file), path.basename(file)));
}

function expectWhole(drawing: Drawing, drawn: Workflow): void {
  const stages = allStages(drawn);
  const leaves = stages.filter((each) => each.stages.length === 0);
  expect(
    drawing.boxes.map((text) => text.replace(/ ×\w+$|\n[^]*$/g, '').replace(/ ×\w+$/, '')),
  ).toEqual(leaves.map(({ name }) => name));
  expect(drawing.frames).toHaveLength(stages.length - leaves.length);
  expect(drawing.arrows).toBe(drawn.edges.length);
}

function names(): string[] {
  return [
    hostile,
    '</p></div></foreignObject><script>parent.x = 1</script>',
    '<img src=x onerror=alert(1)>',
    '"] --> x["',
    '`**bold** _under_ [link](javascript:alert(1))`',
    '1. first',
    '- item',
    '# heading',
    '%%{init: {"theme": "dark"}}%%',
    'click s0 href "javascript:alert(1)"',
    'end',
    'fa:fa-bomb :::failed fab:fa-github mdi:bomb',
    '$$\\sqrt{2}$$',
    '&lt;b&gt; #60; #quot;',
    'https://evil.example/x',
    '---\ntitle: x\n---',
    'Größe σ₁ 質量',
  ];
}

function namedEverywhere(name: string): Workflow {
  return workflow(
    [
      stage('a', { name }),
      stage('sub', { name, kind: 'workflow', copies: 1, stages: [stage('sub/b', { name })] }),
    ],
    [data('a', 'sub/b', name, 'b')],
  );
}

/** At most so many characters, without what a page does not show: control characters, and kinds of white space. */
function asRead(text: string, most = Infinity): string {
  return shorten(text, most)
    .replace(/\p{Cc}/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
}
