/** Colours and texts of the SVG: light by attributes, dark by a style sheet where that is allowed. */
import { escapeXml } from '../../base/xml.ts';

export const tones = {
  ink: ['#1f2933', '#e6e9ee'],
  muted: ['#5f6b7a', '#9aa5b4'],
  error: ['#c02626', '#ff8585'],
  warning: ['#975a00', '#f0b95a'],
  finished: ['#1f7a45', '#5fce8c'],
  failed: ['#c02626', '#ff8585'],
  running: ['#1f63b5', '#78b4ff'],
  stopped: ['#975a00', '#f0b95a'],
  waiting: ['#8793a3', '#7a8696'],
  unclear: ['#6d4bb3', '#b79cf2'],
} as const satisfies Record<string, readonly [light: string, dark: string]>;
export type Tone = keyof typeof tones;

const surfaces = [
  ['page', 'fill', '#14181f'],
  ['card', 'fill', '#1e242d'],
  ['card', 'stroke', '#465160'],
  ['inputs', 'fill', '#1b2b3f'],
  ['inputs', 'stroke', '#3f618a'],
  ['frame', 'stroke', '#465160'],
  ['edge', 'stroke', '#8b97a7'],
  ['tip', 'fill', '#8b97a7'],
  ['badge', 'fill', '#2d3f57'],
  ['halo', 'stroke', '#1a1f27'],
] as const;

/** Colours for dark pages; without it the picture is light everywhere. */
export const styleSheet = `@media (prefers-color-scheme: dark) { ${[
  ...surfaces.map(([name, property, colour]) => `.${name} { ${property}: ${colour} }`),
  '.frame { fill: #ffffff; fill-opacity: 0.035 }',
  ...Object.entries(tones).flatMap(([name, [, dark]]) => [
    `.t-${name} { fill: ${dark} }`,
    `.s-${name} { stroke: ${dark} }`,
  ]),
].join(' ')} }`;

export interface SvgText {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly tone: Tone;
  readonly size: number;
  readonly bold?: boolean;
  readonly anchor?: 'middle' | 'end';
  /** Keeps arrows that pass below from running into the letters. */
  readonly halo?: boolean;
}

export function svgText({ x, y, text, tone, size, bold, anchor, halo }: SvgText): string {
  const attributes = [
    `class="t-${tone}${halo === true ? ' halo' : ''}"`,
    `x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${tones[tone][0]}"`,
    ...(bold === true ? ['font-weight="600"'] : []),
    ...(halo === true
      ? ['stroke="#f4f6f9" stroke-width="4" stroke-linejoin="round" paint-order="stroke"']
      : []),
    ...(anchor === undefined ? [] : [`text-anchor="${anchor}"`]),
  ];
  return `<text ${attributes.join(' ')}>${escapeXml(text)}</text>`;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
