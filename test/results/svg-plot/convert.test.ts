import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { convertSvg } from '../../../src/results/svg-plot/convert.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const never = new AbortController().signal;

async function pngOf(svg: string): Promise<Buffer> {
  const converted = await convertSvg(Buffer.from(svg), { signal: never });
  expect(converted).toHaveProperty('png');
  return 'png' in converted ? converted.png : Buffer.alloc(0);
}

async function problemOf(svg: string, patience?: number): Promise<string> {
  const limits = patience === undefined ? {} : { patience };
  const converted = await convertSvg(Buffer.from(svg), { signal: never, ...limits });
  return 'problem' in converted ? converted.problem : '';
}

/** In one word: a test that fails does not print thousands of bytes. */
function isSame(a: Buffer | undefined, b: Buffer | undefined): boolean {
  return a !== undefined && b !== undefined && a.equals(b);
}

/** As the header of a PNG has it. */
function sizeOf(png: Buffer): [width: number, height: number] {
  expect(png.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

function svg(content: string, attributes = 'width="100" height="80"'): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${content}</svg>`;
}

function plot(name: string): Promise<string> {
  return readFile(path.join(import.meta.dirname, 'fixtures', name), 'utf8');
}

describe('an SVG plot as PNG', { timeout: 120_000 }, () => {
  it.each(['limit-text.svg', 'limit-paths.svg'])('is drawn: %s of matplotlib', async (name) => {
    expect(sizeOf(await pngOf(await plot(name)))).toEqual([1200, 840]);
  });

  it('has its text, whatever font that names', async () => {
    const whole = await plot('limit-text.svg');
    const mute = whole.replace(/<text\b[^]*?<\/text>/g, '');
    expect(isSame(await pngOf(whole), await pngOf(mute))).toBe(false);
    const [first, second, blank] = await Promise.all(
      ['χ² Helvetica', 'χ² Times', ''].map((text) => {
        const [, font = 'Arial'] = text.split(' ');
        return pngOf(svg(`<text y="20" font-family="${font}">${text.slice(0, 2)}</text>`));
      }),
    );
    expect(isSame(first, second)).toBe(true);
    expect(isSame(first, blank)).toBe(false);
  });

  it('has text of the size that the short form of CSS says', async () => {
    const short = 'style=\'font: bold 30px "DejaVu Sans", sans-serif; text-anchor: start\'';
    const long = 'font-weight="bold" font-size="30"';
    const [first, second] = await Promise.all(
      [short, long].map((style) => pngOf(svg(`<text y="40" ${style}>σ</text>`))),
    );
    expect(isSame(first, second)).toBe(true);
  });

  it.each([
    ['a huge one', 'width="1e9" height="1e9"', [1200, 1200]],
    ['one with a huge view box', 'viewBox="0 0 1e12 5e11"', [1200, 600]],
    ['a small one', 'width="2" height="1"', [1200, 600]],
    ['a tall one', 'width="10" height="100"', [160, 1600]],
  ])('has a size that fits a note, also when it is %s', async (_what, attributes, size) => {
    const picture = svg('<rect width="100%" height="100%" fill="red"/>', attributes);
    expect(sizeOf(await pngOf(picture))).toEqual(size);
  });

  it('shows the pictures within it, and none from a file or the network', async () => {
    const picture = (await pngOf(svg('<rect width="100" height="80" fill="green"/>'))).toString(
      'base64',
    );
    const folder = await temporaryFolder({});
    const { writeFile } = await import('node:fs/promises');
    await writeFile(path.join(folder, 'a.png'), Buffer.from(picture, 'base64'));
    const image = (href: string) => `<image xlink:href="${href}" width="100" height="80"/>`;
    const blank = await pngOf(svg(''));
    const hrefs = [
      'file:///etc/passwd',
      `file://${folder}/a.png`,
      `${folder}/a.png`,
      'http://127.0.0.1:9/a.png',
    ];
    expect(isSame(await pngOf(svg(hrefs.map(image).join(''))), blank)).toBe(true);
    expect(isSame(await pngOf(svg(image(`data:image/png;base64,${picture}`))), blank)).toBe(false);
  });
});

const entities = Array.from(
  { length: 9 },
  (_, index) => `<!ENTITY a${index + 1} "${`&a${index};`.repeat(10)}">`,
).join('');

const copies = Array.from(
  { length: 8 },
  (_, index) => `<g id="g${index + 1}">${`<use href="#g${index}"/>`.repeat(10)}</g>`,
).join('');

const layers = 500;

describe('what is no plot', { timeout: 120_000 }, () => {
  it.each([
    ['other text', 'sorry, no plot', 'it cannot be read: unknown token at 1:1'],
    ['a page', '<html></html>', 'it cannot be read: the document does not have a root node'],
    ['nothing', '', 'it cannot be read: the document does not have a root node'],
    [
      'entities of entities',
      `<!DOCTYPE svg [<!ENTITY a0 "lol">${entities}]>${svg('<text y="20">&a9;</text>')}`,
      'it cannot be read: a possible entity reference loop is detected',
    ],
    [
      'a file as an entity',
      `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg('<text y="20">&x;</text>')}`,
      "it cannot be read: unknown entity reference 'x'",
    ],
    [
      'copies of copies',
      svg(`<rect id="g0" width="1" height="1"/>${copies}<use href="#g8"/>`),
      'it cannot be read: nodes limit reached',
    ],
    [
      'layers that take gigabytes',
      svg(
        `${'<g opacity="0.5">'.repeat(layers)}<rect width="100" height="80"/>${'</g>'.repeat(layers)}`,
      ),
      'it is too much to be drawn',
    ],
    ['a line', svg('', 'width="10" height="1000000"'), 'it is 10 wide and 1000000 high'],
  ])('is refused: %s', async (_what, text, problem) => {
    expect(await problemOf(text)).toContain(problem);
  });

  it('is refused: bytes that are no text', async () => {
    const converted = await convertSvg(Buffer.from([0xff, 0xfe, 0x00]), { signal: never });
    expect(converted).toEqual({ problem: 'it is not UTF-8 text' });
  });

  it('is given up when it takes too long', async () => {
    const noise =
      '<filter id="f"><feTurbulence numOctaves="100000" baseFrequency="0.5"/></filter><rect width="100" height="80" filter="url(#f)"/>';
    expect(await problemOf(svg(noise), 3000)).toBe('it takes too long to be drawn');
  });

  it('is given up when the job is cancelled', async () => {
    const signal = AbortSignal.abort();
    expect(await convertSvg(Buffer.from(svg('')), { signal })).toEqual({
      problem: 'the job was cancelled',
    });
  });
});
