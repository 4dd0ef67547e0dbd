import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { describe, expect, it } from 'vitest';
import { workflowToDot } from '../../../src/results/graph/dot.ts';
import { workflowToJson } from '../../../src/results/graph/json.ts';
import { workflowToMermaid } from '../../../src/results/graph/mermaid.ts';
import { rankStages } from '../../../src/results/graph/ranks.ts';
import { workflowToSvg } from '../../../src/results/graph/svg.ts';
import { workflowToText } from '../../../src/results/graph/text.ts';
import type { Finding } from '../../../src/base/error.ts';
import type { StageProgress } from '../../../src/results/graph/annotation.ts';
import { chain, data, hostile, stage, thicket, workflow } from './workflow.ts';

const nested = workflow(
  [
    stage('first', {
      needs: {
        image: 'registry.example/group/tool:1.2',
        memory: '4Gi',
        credentials: ['voms_proxy'],
      },
    }),
    stage('sub', {
      kind: 'workflow',
      copies: 2,
      jobs: 6,
      stages: [stage('sub/inner', { jobs: 6 })],
    }),
    stage('last', { jobs: undefined }),
  ],
  [
    data('first', 'sub/inner', 'file', 'input'),
    { from: 'sub', to: 'last', kind: 'order', enforced: false, flows: [] },
  ],
);
const hostileWorkflow = workflow(
  [
    stage('a', { name: hostile, notes: [hostile], needs: { image: hostile, credentials: [] } }),
    stage(hostile),
  ],
  [data('a', hostile, hostile, hostile)],
);
const error: Finding = {
  rule: 'server',
  severity: 'error',
  message: 'names nothing',
  file: 'workflow.yaml',
  line: 3,
};
const annotations = {
  statuses: new Map<string, StageProgress>([
    ['first', { status: 'finished', jobs: { finished: 1 }, milliseconds: 12_000 }],
    ['sub/inner', { status: 'failed', jobs: { finished: 5, failed: 1 }, milliseconds: 125_000 }],
  ]),
  findings: new Map([['last', [error]]]),
};

describe('the SVG of a workflow', () => {
  it('shows what stages need, how often they run, and what passes between them', async () => {
    const svg = await workflowToSvg(nested);
    for (const text of [
      'tool:1.2',
      '4Gi · voms',
      '×2',
      '×6',
      '×N',
      'file → input',
      'order not enforced',
    ]) {
      expect(svg).toContain(`>${text}</text>`);
    }
    expect(svg).toContain('3 stages, 7 jobs and more at run time');
  });

  it('shows how stages went and what is wrong with them', async () => {
    const svg = await workflowToSvg(nested, annotations);
    expect(svg).toContain('>finished · 12 s</text>');
    expect(svg).toContain('>5 finished, 1 failed · 2 min 05 s</text>');
    expect(svg).toContain('>names nothing</text>');
  });

  it('breaks what is wrong into lines, and cuts short only what takes more than three', async () => {
    const long = 'stage select never runs: there is no stage simulat';
    const message = `${long}, ${'and on '.repeat(20)}`;
    const findings = new Map([
      ['first', [{ ...error, message: long }]],
      ['last', [{ ...error, message }]],
    ]);
    const svg = await workflowToSvg(nested, { findings });
    expect(svg).toContain('>stage select never runs: there is no stage</text>');
    expect(svg).toContain('>simulat</text>');
    expect(svg).toMatch(/>on and on .*…<\/text>/);
  });

  it('holds no markup of the names, and needs nothing from elsewhere', async () => {
    const svg = await workflowToSvg(hostileWorkflow);
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('\u0000');
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|url\(|@import/);
    const texts = svg.replace(/<(?:\/?(?:svg|style|g|title|text)|rect|path|polygon)\b[^<>]*>/g, '');
    expect(texts).not.toMatch(/[<>]/);
  });

  it('keeps every stage inside of the picture and off the others', async () => {
    const svg = await workflowToSvg(
      workflow(chain(40).stages, [data('s0', 's5'), data('s1', 's5')]),
    );
    const [, width = 0, height = 0] = (/width="(\d+)" height="(\d+)"/.exec(svg) ?? []).map(Number);
    const cards = Array.from(
      svg.matchAll(/class="card" x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"/g),
      ([, ...numbers]) => numbers.map(Number),
    );
    expect(cards).toHaveLength(40);
    for (const [index, [x = 0, y = 0, w = 0, h = 0]] of cards.entries()) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + w).toBeLessThan(width);
      expect(y + h).toBeLessThan(height);
      const others = cards.slice(index + 1);
      const hit = others.filter(
        ([ox = 0, oy = 0, ow = 0, oh = 0]) =>
          x < ox + ow && ox < x + w && y < oy + oh && oy < y + h,
      );
      expect(hit).toEqual([]);
    }
  });

  it('is neither a tower nor a ribbon for a chain of 300', async () => {
    const svg = await workflowToSvg(chain(300));
    const [, width = 0, height = 0] = (/width="(\d+)" height="(\d+)"/.exec(svg) ?? []).map(Number);
    expect(width).toBeLessThan(2500);
    expect(height).toBeLessThan(2500);
  });

  it('grows to the side that a page scrolls to when 300 stages stand side by side', async () => {
    const middle = chain(300).stages;
    const edges = middle.flatMap(({ id }) => [data('start', id), data(id, 'end')]);
    const svg = await workflowToSvg(workflow([stage('start'), ...middle, stage('end')], edges));
    const [, width = 0, height = 0] = (/width="(\d+)" height="(\d+)"/.exec(svg) ?? []).map(Number);
    expect(width).toBeLessThan(2000);
    expect(height).toBeGreaterThan(width);
  });

  it('keeps the order in which stages are written, also inside of frames drawn from left to right', async () => {
    const frames = Array.from({ length: 14 }, (_, frame) => {
      const id = `w${frame}`;
      const stages = Array.from({ length: 5 }, (_, index) => stage(`${id}/s${frame * 5 + index}`));
      return stage(id, { kind: 'workflow', copies: 1, stages });
    });
    const inner = frames.flatMap(({ stages }) => stages);
    const edges = inner.flatMap(({ id }) => [data('start', id), data(id, 'end')]);
    const svg = await workflowToSvg(workflow([stage('start'), ...frames, stage('end')], edges));
    const tops = Array.from(
      svg.matchAll(/<g><title>s\d+\b[^]*?class="card" x="[\d.-]+" y="([\d.-]+)"/g),
      ([, y]) => Number(y),
    );
    expect(tops).toHaveLength(70);
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
  });

  it('takes no longer for a thicket of arrows than for an ordinary large workflow', async () => {
    const middle = chain(300).stages;
    const ordinary = workflow(
      [stage('start'), ...middle, stage('end')],
      middle.flatMap(({ id }) => [data('start', id), data(id, 'end')]),
    );
    await workflowToSvg(nested);
    const usual = await timeOf(() => workflowToSvg(ordinary));
    // Without a bound, these take 10 to 1000 times as long.
    for (const [stages, arrows] of [
      [60, 600],
      [60, 2000],
      [300, 3000],
      [1000, 20_000],
    ] as const) {
      const time = await timeOf(() => workflowToSvg(thicket(stages, arrows)));
      expect(time / usual, `${stages} stages, ${arrows} arrows`).toBeLessThan(15);
    }
  });

  it('shows all stages of a thicket in the order they can run in, and all arrows', async () => {
    const drawn = thicket(300, 3000);
    const svg = await workflowToSvg(drawn);
    expect(svg.match(/class="edge"/g)).toHaveLength(drawn.edges.length);
    const tops = Array.from(
      svg.matchAll(/<g><title>(s\d+)\b[^]*?class="card" x="[\d.-]+" y="([\d.-]+)"/g),
      ([, id = '', y = '']) => [id, Number(y)] as const,
    );
    const top = new Map(tops);
    expect(top.size).toBe(300);
    for (const { from, to } of drawn.edges) {
      expect(top.get(from) ?? Infinity).toBeLessThan(top.get(to) ?? -Infinity);
    }
  });

  it('folds the sub-workflows of a thicket', async () => {
    const stages = Array.from({ length: 10 }, (_, outer) =>
      stage(`w${outer}`, {
        kind: 'workflow',
        copies: 1,
        stages: Array.from({ length: 30 }, (_, index) => stage(`w${outer}/s${outer + 10 * index}`)),
      }),
    );
    const within = (id: string): string => `w${Number(id.slice(1)) % 10}/${id}`;
    const edges = thicket(300, 3000).edges.map((edge) => ({
      ...edge,
      from: within(edge.from),
      to: within(edge.to),
    }));
    expect(await workflowToSvg(workflow(stages, edges))).toContain('30 stages inside');
  });

  it('is the same picture every time', async () => {
    expect(await workflowToSvg(nested)).toBe(await workflowToSvg(nested));
  });
});

describe('rows of stages', () => {
  it('put each below all it depends on', () => {
    const edges = [data('a', 'c'), data('c', 'b'), data('a', 'b'), data('b', 'elsewhere')];
    expect(Object.fromEntries(rankStages(['a', 'b', 'c', 'd'], edges))).toEqual({
      ...{ a: 0, c: 1, b: 2, d: 0 },
    });
  });

  it('begin with the first stage of a circle', () => {
    const edges = [data('a', 'b'), data('b', 'c'), data('c', 'a'), data('c', 'd')];
    expect(Object.fromEntries(rankStages(['a', 'b', 'c', 'd'], edges))).toEqual({
      ...{ a: 0, b: 1, c: 2, d: 3 },
    });
  });
});

describe('the Mermaid text of a workflow', () => {
  it('has frames, labelled arrows, and colours for how stages went', () => {
    expect(workflowToMermaid(nested, annotations).split('\n')).toEqual([
      'flowchart TB',
      '  s0["first<br/>tool:1.2<br/>4Gi · voms<br/>finished\u00a0·\u00a012\u00a0s"]',
      '  subgraph s1["sub ×2"]',
      '    s2["inner ×6<br/>5\u00a0finished,\u00a01\u00a0failed\u00a0·\u00a02\u00a0min\u00a005\u00a0s"]',
      '  end',
      '  s3["last ×N<br/>names nothing"]',
      '  s0 -->|"file → input"| s2',
      '  s1 -.-> s3',
      '  classDef finished stroke:#2f855a,stroke-width:3px',
      '  class s0 finished',
      '  classDef failed stroke:#c53030,stroke-width:3px',
      '  class s2 failed',
      '  classDef faulty stroke:#c53030,stroke-width:3px,stroke-dasharray:6 3',
      '  class s3 faulty',
      '',
    ]);
  });

  it('spells by number whatever could end a label', () => {
    const labels = Array.from(
      workflowToMermaid(hostileWorkflow).matchAll(/"([^"]*)"/g),
      ([, text = '']) => text,
    );
    expect(labels).toHaveLength(3);
    for (const label of labels) {
      expect(label.replaceAll('<br/>', '').replace(/#\d+;/g, '')).toMatch(
        /^[\p{L}\p{N} ,.:/=…→-]*$/u,
      );
    }
    expect(workflowToMermaid(workflow([stage('1. fit')]))).toContain('"1#46; fit"');
    expect(workflowToMermaid(workflow([stage('fa:fa-bomb')]))).toContain('"fa#58;fa-bomb"');
  });

  it('folds sub-workflows when there are more than 300 stages', () => {
    const inner = Array.from({ length: 200 }, (_, index) => stage(`big/s${index}`));
    const big = stage('big', { kind: 'workflow', copies: 1, jobs: 200, stages: inner });
    const { stages } = chain(150);
    const text = workflowToMermaid(
      workflow([...stages, big], [data('big/s3', 's4'), data('s1', 'big/s7')]),
    );
    expect(text.match(/\n {2}s\d+\[/g)).toHaveLength(151);
    expect(text).toContain('200 stages inside');
    expect(text).toContain('s150 --> s4');
    expect(text).toContain('s1 --> s150');
  });

  it('counts the stages it has no room for', () => {
    const text = workflowToMermaid(chain(1000));
    expect(text.match(/\n {2}s\d+\[/g)).toHaveLength(300);
    expect(text).toContain('… 701 more stages ×701');
    expect(text).toContain('s298 --> s299');
  });

  it('never has more arrows or characters than Mermaid draws', () => {
    const stages = Array.from({ length: 60 }, (_, index) =>
      stage(`s${index}`, { name: hostile, notes: [hostile, hostile, hostile, hostile] }),
    );
    const edges = stages.flatMap(({ id }, index) =>
      stages.slice(index + 1).map((later) => data(id, later.id, hostile, hostile)),
    );
    expect(edges.length).toBeGreaterThan(500);
    const text = workflowToMermaid(workflow(stages, edges));
    expect(text.match(/-->/g)?.length).toBeLessThanOrEqual(500);
    expect(text.length).toBeLessThanOrEqual(50_000);
    expect(text).toContain('more stages');
  });

  it('leaves out details, and no stage, where a page would not draw it at once', () => {
    const drawn = workflow(
      Array.from({ length: 30 }, (_, index) =>
        stage(`s${index}`, { needs: { image: `tool:${'1'.repeat(40)}`, credentials: [] } }),
      ),
    );
    const [full, short, tooShort] = [undefined, 1000, 10].map((wanted) =>
      workflowToMermaid(drawn, {}, wanted === undefined ? {} : { wanted }),
    );
    expect(full).toContain('tool');
    expect(short).not.toContain('tool');
    expect(short?.match(/\["/g)).toHaveLength(30);
    expect(short?.length).toBeLessThan(1000);
    // Somebody has to click anyway, so all of it may be there.
    expect(tooShort).toBe(full);
  });
});

describe('the DOT of a workflow', () => {
  it.each([
    ['nested', nested],
    ['with hostile names', hostileWorkflow],
  ])('is read by Graphviz: %s', async (_, drawn) => {
    const graphviz = await Graphviz.load();
    const answer = JSON.parse(
      graphviz.layout(workflowToDot(drawn, annotations), 'json', 'dot'),
    ) as {
      edges: unknown[];
    };
    expect(answer.edges).toHaveLength(drawn.edges.length);
  });
});

describe('the text of a workflow', () => {
  it('tells each stage with what it needs and gets', () => {
    expect(workflowToText(nested, annotations)).toEqual([
      'workflow.yaml · yadage · 3 stages, 7 jobs and more at run time',
      '',
      'first  tool:1.2  4Gi · voms  finished · 12 s',
      '',
      'sub  ×2',
      '  inner  ×6  5 finished, 1 failed · 2 min 05 s',
      '    ← first: file → input',
      '',
      'last  ×N',
      '  after sub (order not enforced)',
      '  error: names nothing',
    ]);
  });

  it('cannot steer a terminal', () => {
    expect(
      workflowToText(workflow([stage('a', { name: '\u001b[31mred\r\n' })])).join('\n'),
    ).not.toMatch(/\p{Cc}(?<!\n)/u);
  });
});

describe('the JSON of a workflow', () => {
  it('says null where only the run can tell', () => {
    const json = workflowToJson(nested, annotations);
    expect(json.stages.map(({ jobs, copies }) => [jobs, copies])).toEqual([
      [1, undefined],
      [6, 2],
      [null, undefined],
    ]);
    expect(json.stages[2]?.findings).toEqual([error]);
  });
});

/** Milliseconds. */
async function timeOf(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}
