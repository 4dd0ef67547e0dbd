/** Amounts the way REANA shows them. */

/** `123 Bytes`, `1.5 KiB`. */
export function humanBytes(bytes: number): string {
  const units = ['Bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  const value = Math.round((bytes / 1024 ** power) * 100) / 100;
  return `${value} ${units[power] ?? 'Bytes'}`;
}

/** `1h 2m 3s` */
export function humanMilliseconds(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  const shown = parts.filter(([value]) => value > 0).map(([value, unit]) => `${value}${unit}`);
  return shown.length === 0 ? '0s' : shown.join(' ');
}

/** `{raw, human_readable}` of a size in bytes. */
export function sizeAnswer(bytes: number): { raw: number; human_readable: string } {
  return { raw: bytes, human_readable: humanBytes(bytes) };
}
