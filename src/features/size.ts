/** Sizes as features write them: `1024`, `12 bytes`, `1.5 GiB`. */
import { unquoted } from './check.ts';

const units: Readonly<Record<string, number>> = {
  '': 1,
  bytes: 1,
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
  PiB: 1024 ** 5,
};

/** @returns bytes, or why it is no size */
export function readSize(text: string): number | { readonly failed: string } {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)/.exec(unquoted(text)) ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (number === '' || factor === undefined) {
    return { failed: `"${text}" is not a size (write 1024, "12 bytes" or "1.5 GiB")` };
  }
  return Math.trunc(Number(number) * factor);
}

export function formatSize(bytes: number): string {
  return `${bytes} bytes`;
}
