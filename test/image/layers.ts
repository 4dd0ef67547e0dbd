/** The layers of an image: what is in them, and what they weigh. */
import { createGzip } from 'node:zlib';
import Docker from 'dockerode';
import { extract } from 'tar-stream';

export interface Layer {
  /** Instruction of the recipe that made it. */
  readonly createdBy: string;
  /** Bytes of its files. */
  readonly size: number;
  /** Bytes as a registry sends it. */
  readonly compressed: number;
}

/** A file as one layer has it. */
export interface LayerFile {
  readonly name: string;
  readonly content: Buffer;
}

/**
 * Reads an image as it would be pushed.
 *
 * @param onFile is handed every file of every layer, and every description of the image
 */
export async function readLayers(
  image: string,
  onFile: (file: LayerFile) => void = () => undefined,
): Promise<Layer[]> {
  const docker = new Docker();
  const history = (await docker.getImage(image).history()) as { CreatedBy: string; Size: number }[];
  const recipes = history.reverse().filter(({ Size: size }) => size > 0);
  const archive = extract();
  (await docker.getImage(image).get()).pipe(archive);
  const sizes = new Map<string, Pick<Layer, 'size' | 'compressed'>>();
  let order: string[] = [];
  for await (const entry of archive) {
    const { name } = entry.header;
    if (entry.header.type !== 'file' || !/layer\.tar$|\.json$|^blobs\//.test(name)) {
      entry.resume();
      continue;
    }
    if (name.endsWith('layer.tar')) {
      sizes.set(name, await readLayer(entry as AsyncIterable<Buffer>, onFile));
      continue;
    }
    const content = await wholeOf(entry as AsyncIterable<Buffer>);
    if (name === 'manifest.json') {
      const [manifest] = JSON.parse(content.toString()) as [{ Layers: string[] }];
      order = manifest.Layers;
    }
    onFile({ name, content });
  }
  return order.map((name, index) => ({
    createdBy: recipes[index]?.CreatedBy ?? '',
    size: sizes.get(name)?.size ?? 0,
    compressed: sizes.get(name)?.compressed ?? 0,
  }));
}

async function readLayer(
  stream: AsyncIterable<Buffer>,
  onFile: (file: LayerFile) => void,
): Promise<Pick<Layer, 'size' | 'compressed'>> {
  const files = extract();
  const gzip = createGzip();
  let compressed = 0;
  gzip.on('data', (chunk: Buffer) => {
    compressed += chunk.length;
  });
  const reading = readFiles(files, onFile);
  for await (const chunk of stream) {
    files.write(chunk);
    if (!gzip.write(chunk)) await new Promise((resolve) => gzip.once('drain', resolve));
  }
  files.end(undefined);
  await new Promise<void>((resolve) => {
    gzip
      .on('end', () => {
        resolve();
      })
      .end();
  });
  return { size: await reading, compressed };
}

/** @returns bytes of all files */
async function readFiles(
  files: ReturnType<typeof extract>,
  onFile: (file: LayerFile) => void,
): Promise<number> {
  let size = 0;
  for await (const entry of files) {
    const content = await wholeOf(entry as AsyncIterable<Buffer>);
    size += content.length;
    if (entry.header.type === 'file') onFile({ name: entry.header.name, content });
  }
  return size;
}

async function wholeOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
