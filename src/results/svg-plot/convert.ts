/** An SVG plot as PNG, drawn by a program of its own that gets little time, little memory and no secret. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { plainText } from '../../base/table.ts';

export type Converted = { readonly png: Buffer } | { readonly problem: string };

export interface ConvertOptions {
  /** Ends the program. */
  readonly signal: AbortSignal;
  /** Milliseconds for one picture. */
  readonly patience?: number;
}

/** A plot takes a second or two, on a busy machine ten. */
const usualPatience = 30_000;
/** Of 64 KiB, for the renderer: 256 MiB. A plot takes a tenth. */
const mostPages = 4096;
/** Megabytes of JavaScript, which does next to nothing here. */
const heap = 128;
/** Bytes. */
const largestPng = 16 * 1024 * 1024;

/** @returns the picture, or why there is none: the continuation of "It is not shown: …" */
export async function convertSvg(
  svg: Uint8Array,
  { signal, patience = usualPatience }: ConvertOptions,
): Promise<Converted> {
  const deadline = AbortSignal.timeout(patience);
  const child = spawn(process.execPath, [...flags, fileURLToPath(program)], {
    env: {},
    stdio: ['pipe', 'pipe', 'pipe'],
    signal: AbortSignal.any([signal, deadline]),
    killSignal: 'SIGKILL',
  });
  const ended = once(child, 'close').catch(() => undefined);
  // A program that was ended reads no more.
  child.stdin.on('error', () => undefined);
  child.stdin.end(svg);
  const [png, words] = await Promise.all([bounded(child.stdout), text(child.stderr)]);
  await ended;
  if (deadline.aborted) return { problem: 'it takes too long to be drawn' };
  if (signal.aborted) return { problem: 'the job was cancelled' };
  if (child.exitCode === 0 && png !== undefined && png.length > 0) return { png };
  const [line = ''] = words.trim().split('\n').slice(-1);
  return { problem: plainText(line).slice(0, 200) || 'it cannot be drawn' };

  async function bounded(output: AsyncIterable<Buffer>): Promise<Buffer | undefined> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of output) {
      size += chunk.length;
      if (size <= largestPng) chunks.push(chunk);
    }
    return size > largestPng ? undefined : Buffer.concat(chunks);
  }
}

/** From the build, where this code is in a folder beside the program. */
const program = import.meta.url.endsWith('.ts')
  ? new URL('../../svg-to-png.ts', import.meta.url)
  : new URL('../svg-to-png.js', import.meta.url);

const flags = [
  `--wasm-max-mem-pages=${mostPages}`,
  `--max-old-space-size=${heap}`,
  // As the image starts Node: V8 reserves 10 GB for each memory otherwise, which some machines do not give.
  '--disable-wasm-trap-handler',
  '--no-warnings',
];
