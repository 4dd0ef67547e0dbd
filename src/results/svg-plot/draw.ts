/** Draws an SVG picture as pixels. Meant for a program of its own, as the picture can be made to take for ever. */
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { withoutFontShorthand } from './font-shorthand.ts';

/** What drawing needs besides the picture. */
export interface DrawingTools {
  /** The renderer, as WebAssembly. */
  readonly renderer: Uint8Array;
  /** TrueType files of one family. */
  readonly fonts: readonly Uint8Array[];
  /** Name of that family, which stands in for all others. */
  readonly family: string;
}

/** Pixels; a note shows less. */
const width = 1200;
const tallest = 1600;
/** Beyond this ratio of its sides a picture is a line. */
const longestRatio = 100;

/**
 * Makes a PNG of a picture, on white. Nothing outside of the picture is read, whatever it refers to.
 *
 * @throws Error what is wrong with the picture
 */
export async function drawSvg(svg: string, tools: DrawingTools): Promise<Uint8Array> {
  await initWasm(new Uint8Array(tools.renderer));
  const text = withoutFontShorthand(svg);
  const { family } = tools;
  const settings = {
    font: {
      fontBuffers: [...tools.fonts],
      loadSystemFonts: false,
      defaultFontFamily: family,
      sansSerifFamily: family,
      serifFamily: family,
      monospaceFamily: family,
      cursiveFamily: family,
      fantasyFamily: family,
    },
    background: 'white',
  };
  const natural = new Resvg(text);
  const ratio = natural.height / natural.width;
  if (!(Math.max(ratio, 1 / ratio) <= longestRatio)) {
    throw new Error(`it is ${natural.width} wide and ${natural.height} high`);
  }
  const isTall = ratio * width > tallest;
  const fitTo = isTall
    ? { mode: 'height' as const, value: tallest }
    : { mode: 'width' as const, value: width };
  return new Resvg(text, { ...settings, fitTo }).render().asPng();
}
