/** The checksum of zlib, which Node does not hand out. */

const modulus = 65_521;
/** Bytes until sums have to be reduced, so that they stay whole numbers. */
const stride = 3_800;

/** Used as `createHash` is; the digest has no leading zeros, as Python's `hex` prints it. */
export function adler32() {
  let low = 1;
  let high = 0;
  return {
    update(part: Uint8Array): void {
      for (let start = 0; start < part.length; start += stride) {
        for (const byte of part.subarray(start, start + stride)) {
          low += byte;
          high += low;
        }
        low %= modulus;
        high %= modulus;
      }
    },
    digest: (_encoding: 'hex') => (high * 65_536 + low).toString(16),
  };
}
