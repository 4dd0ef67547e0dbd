/**
 * A program that reads an SVG picture on its input and writes it as PNG: for `convertSvg`, which can end it.
 * What is wrong with the picture is told in a line on the error output.
 */
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { drawSvg } from './results/svg-plot/draw.ts';

/** In the build they lie beside the program, under their own names. */
const assets = {
  renderer: '@resvg/resvg-wasm/index_bg.wasm',
  regular: 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
  bold: 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
};
const family = 'DejaVu Sans';

try {
  const svg = new TextDecoder('utf-8', { fatal: true }).decode(await buffer(process.stdin));
  const [renderer, ...fonts] = await Promise.all([
    read(assets.renderer),
    read(assets.regular),
    read(assets.bold),
  ]);
  process.stdout.write(await drawSvg(svg, { renderer, fonts, family }));
} catch (error) {
  process.stderr.write(`${describe(error)}\n`);
  process.exitCode = 1;
}

async function read(asset: string): Promise<Uint8Array> {
  const url = import.meta.url.endsWith('.ts')
    ? import.meta.resolve(asset)
    : new URL(`assets/${asset.split('/').at(-1) ?? ''}`, import.meta.url);
  return readFile(fileURLToPath(url));
}

function describe(error: unknown): string {
  // The renderer ends so when it gets no more memory, or meets what its authors have not foreseen.
  if (error instanceof Error && error.name === 'RuntimeError') return 'it is too much to be drawn';
  if (error instanceof TypeError) return 'it is not UTF-8 text';
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^SVG data parsing failed cause /, 'it cannot be read: ');
}
