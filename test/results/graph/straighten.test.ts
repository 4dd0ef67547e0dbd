import { describe, expect, it } from 'vitest';
import type { Box, Layout, Point } from '../../../src/results/graph/layout.ts';
import { straightenArrows } from '../../../src/results/graph/straighten.ts';
import { data, stage, workflow } from './workflow.ts';

const frame = stage('f', { kind: 'workflow', stages: [stage('f/a'), stage('f/b')] });
const drawn = workflow([frame, stage('other')], [data('f/a', 'f/b')]);
const size = { width: 60, height: 17 };
const upper = { x: 20, y: 20, width: 100, height: 40 };
const lower = { x: 30, y: 120, width: 100, height: 40 };

/** An arrow from `f/a` to `f/b` in a frame of `width`, which swings out to `x`. */
function layoutOf(x: number, label: Point, width = 200, other?: Box): Layout {
  const [edge] = drawn.edges;
  const boxes = new Map([
    ['f', { x: 0, y: 0, width, height: 180 }],
    ['f/a', upper],
    ['f/b', lower],
    ['other', other ?? { x: 500, y: 0, width: 50, height: 50 }],
  ]);
  const points = [
    { x: 70, y: 60 },
    { x, y: 80 },
    { x, y: 100 },
    { x: 80, y: 112 },
  ];
  return {
    width: 600,
    height: 200,
    boxes,
    edges: [{ edge: edge!, points, tip: { x: 80, y: 120 }, label }],
  };
}

function straighten(layout: Layout) {
  return straightenArrows(layout, drawn, () => size).edges[0]!;
}

describe('an arrow that swings out', () => {
  const layout = layoutOf(-40, { x: 0, y: 90 });

  it('is drawn straight, with its label beside it', () => {
    const { points, tip, label } = straighten(layout);
    expect(new Set(points.map(({ x }) => x))).toEqual(new Set([75]));
    expect(tip).toEqual({ x: 75, y: 120 });
    expect(label).toEqual({ x: 105, y: 90 });
  });

  it('has its label on the other side, or moves, where the frame is narrow', () => {
    expect(straighten(layoutOf(-40, { x: 0, y: 90 }, 135)).label).toEqual({ x: 45, y: 90 });
  });

  it('stays when another stage stands in between', () => {
    const blocked = layoutOf(-40, { x: 0, y: 90 }, 200, { x: 20, y: 70, width: 110, height: 30 });
    expect(straighten(blocked)).toEqual(blocked.edges[0]);
  });
});

describe('an arrow on its way', () => {
  it('stays as it is', () => {
    const layout = layoutOf(75, { x: 105, y: 90 });
    expect(straighten(layout)).toEqual(layout.edges[0]);
  });

  it('is moved when its label sticks out of the frame', () => {
    const { label } = straighten(layoutOf(75, { x: 180, y: 90 }));
    expect(label?.x).toBe(105);
  });
});
