/** Parts of plots, in SVG that takes its colours from the style sheet of the page. */
import { escapeXml } from '../../base/xml.ts';
import type { Axis } from './axis.ts';

export const width = 640;
export const frame = { left: 64, right: 16, top: 14, bottom: 44 };

export function svg(height: number, title: string, parts: readonly string[]): string {
  return [
    `<svg class="limits" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">`,
    ...parts.filter((part) => part !== ''),
    '</svg>',
  ].join('\n');
}

/** @param y where the axis lies */
export function horizontalAxis(x: Axis, y: number, name: string, left = frame.left): string[] {
  const right = width - frame.right;
  const px = (value: number) => left + x.place(value) * (right - left);
  return [
    rule(left, y, right, y, 'axis'),
    ...x.ticks.flatMap((tick) => [
      rule(px(tick), y, px(tick), y + 5, 'axis'),
      label(px(tick), y + 19, tickText(tick, x), 'middle'),
    ]),
    label(right, y + 38, name.slice(0, 60), 'end'),
  ];
}

export function rule(x1: number, y1: number, x2: number, y2: number, style: string): string {
  return `<line class="${style}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;
}

export function dot(x: number, y: number): string {
  return `<circle class="point" cx="${round(x)}" cy="${round(y)}" r="3.5"/>`;
}

export function label(x: number, y: number, text: string, anchor: 'middle' | 'end'): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escapeXml(text)}</text>`;
}

export function tickText(value: number, { isLogarithmic }: Axis): string {
  if (value === 0) return '0';
  const isPlain = Math.abs(value) >= 0.001 && Math.abs(value) < 100_000;
  return isPlain || !isLogarithmic ? String(value) : value.toExponential(0).replace('e+', 'e');
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
