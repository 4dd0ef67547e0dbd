/** The parts of the SVG: cards of stages, frames of sub-workflows, arrows. */
import { escapeXml } from '../../base/xml.ts';
import { badgeWidthOf, type Card, cardMetrics, type CardLine } from './card.ts';
import type { Box, PlacedEdge, Point } from './layout.ts';
import { round, svgText, type Tone, tones } from './svg-style.ts';
import { textWidth } from './text-width.ts';
import { flowTexts } from './words.ts';

export function svgCard(card: Card, box: Box): string {
  return group(card.tooltip, [
    surface(card, box),
    stripe(card, box),
    ...texts(card, box),
    ...(card.badge === undefined ? [] : [badge(card.badge, box.x + box.width - 8, box.y)]),
  ]);
}

/** The frame around the stages of a sub-workflow; drawn below the arrows. */
export function svgFrame({ severity }: Card, box: Box): string {
  const isFaulty = severity === 'error';
  return `<rect class="frame${isFaulty ? ' s-error' : ''}" ${rectangle(box)} rx="10" fill="#5b7290" fill-opacity="0.06" stroke="${isFaulty ? tones.error[0] : '#c6cfda'}"/>`;
}

/** What stands on a frame; drawn above the arrows that cross it. */
export function svgFrameTitle(card: Card, box: Box): string {
  const width = textWidth(card.title, cardMetrics.titleSize, true);
  const right = box.x + cardMetrics.padding + width + 8;
  return group(card.tooltip, [
    ...texts(card, box),
    ...(card.badge === undefined
      ? []
      : [badge(card.badge, right + badgeWidthOf(card.badge), box.y)]),
  ]);
}

function texts(card: Card, box: Box): string[] {
  const { padding, top, titleSize, lineHeight, lineSize } = cardMetrics;
  const x = box.x + padding + 2;
  const isFrame = card.stage.stages.length > 0;
  const title = { x, y: box.y + top, text: card.title, tone: 'ink', size: titleSize } as const;
  return [
    svgText({ ...title, bold: true, halo: isFrame }),
    ...card.lines.map((line, index) =>
      svgText({
        x,
        y: box.y + top + 2 + (index + 1) * lineHeight,
        text: line.text,
        tone: toneOf(line, card),
        size: lineSize,
        halo: isFrame,
      }),
    ),
  ];
}

export function svgEdge(
  { edge, points, tip, label }: PlacedEdge,
  lines: readonly string[],
): string {
  const [start, ...curve] = points;
  const last = points.at(-1);
  if (start === undefined || last === undefined) return '';
  const dash = edge.kind === 'order' ? ' stroke-dasharray="5 4"' : '';
  const path = `M${at(start)} C${curve.map(at).join(' ')}`;
  return group(flowTexts(edge).join('\n'), [
    `<path class="edge" d="${path}" fill="none" stroke="#7d8998" stroke-width="1.3"${dash}/>`,
    `<polygon class="tip" points="${arrowHead(last, tip)}" fill="#7d8998"/>`,
    ...(label === undefined || lines.length === 0 ? [] : edgeLabel(label, lines)),
  ]);
}

function edgeLabel(middle: Point, lines: readonly string[]): string[] {
  const top = middle.y - (lines.length * 13) / 2;
  return lines.map((text, index) =>
    svgText({
      x: middle.x,
      y: top + index * 13 + 10,
      text,
      tone: 'muted',
      size: 10,
      anchor: 'middle',
    }),
  );
}

function surface(card: Card, box: Box): string {
  const { kind } = card.stage;
  const isInputs = kind === 'inputs';
  const outline = isInputs ? '#a9c3e4' : '#c6cfda';
  const stroke = card.severity === undefined ? outline : tones[card.severity][0];
  const marks = card.severity === undefined ? '' : ` s-${card.severity}`;
  const width = card.severity === undefined ? 1 : 2;
  const dash = kind === 'target' ? ' stroke-dasharray="4 3"' : '';
  const radius = isInputs ? 14 : 6;
  return `<rect class="${isInputs ? 'inputs' : 'card'}${marks}" ${rectangle(box)} rx="${radius}" fill="${isInputs ? '#edf4fc' : '#ffffff'}" stroke="${stroke}" stroke-width="${width}"${dash}/>`;
}

/** How the stage went, as a bar on the left edge. */
function stripe({ progress }: Card, box: Box): string {
  if (progress === undefined) return '';
  const { status } = progress;
  return `<rect class="t-${status}" x="${round(box.x)}" y="${round(box.y + 5)}" width="5" height="${round(box.height - 10)}" rx="2" fill="${tones[status][0]}"/>`;
}

function badge(text: string, right: number, top: number): string {
  const width = badgeWidthOf(text);
  const x = right - width;
  const label = { x: x + width / 2, y: top + 20.5, text, size: 11, anchor: 'middle' } as const;
  return `<rect class="badge" x="${round(x)}" y="${round(top + 8)}" width="${width}" height="17" rx="8.5" fill="#e3ebf5"/>${svgText({ ...label, tone: 'ink', bold: true })}`;
}

function toneOf({ tone }: CardLine, { progress }: Card): Tone {
  if (tone === 'progress') return progress?.status ?? 'muted';
  return tone === 'plain' ? 'ink' : tone;
}

function group(tooltip: string, parts: readonly string[]): string {
  const title = tooltip === '' ? '' : `<title>${escapeXml(tooltip)}</title>`;
  return `<g>${title}${parts.filter((part) => part !== '').join('')}</g>`;
}

function rectangle({ x, y, width, height }: Box): string {
  return `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
}

function at({ x, y }: Point): string {
  return `${round(x)},${round(y)}`;
}

/** A triangle from where the curve ends to its tip. */
function arrowHead(base: Point, tip: Point): string {
  const [dx, dy] = [tip.x - base.x, tip.y - base.y];
  const [across, down] = [-dy * 0.42, dx * 0.42];
  const corners = [
    tip,
    { x: base.x + across, y: base.y + down },
    { x: base.x - across, y: base.y - down },
  ];
  return corners.map(at).join(' ');
}
