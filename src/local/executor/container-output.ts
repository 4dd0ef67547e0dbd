/** Output of a container, taken out of the frames in which a container engine sends it. */

const headerLength = 8;

/**
 * Takes the payloads out of a stream of frames: a header of eight bytes, of which the last four give the
 * payload's length, then the payload (Docker Engine API, `POST /containers/{id}/attach`). Nothing is held
 * but the current chunk, whatever the reader's pace.
 */
export async function* containerOutput(frames: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let header = Buffer.alloc(0);
  let missing = 0;
  for await (const chunk of frames) {
    let rest = chunk;
    while (rest.length > 0) {
      if (missing > 0) {
        yield rest.subarray(0, missing);
        const taken = Math.min(missing, rest.length);
        missing -= taken;
        rest = rest.subarray(taken);
        continue;
      }
      const wanted = headerLength - header.length;
      header = Buffer.concat([header, rest.subarray(0, wanted)]);
      rest = rest.subarray(wanted);
      if (header.length < headerLength) continue;
      missing = header.readUInt32BE(4);
      header = Buffer.alloc(0);
    }
  }
}
