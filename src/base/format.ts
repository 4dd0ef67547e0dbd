/** Numbers as people read them. */

/** `950 B`, `1.5 KiB`, `2.0 GiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  const value = bytes / 1024 ** power;
  return `${power === 0 ? String(value) : value.toFixed(1)} ${units[power] ?? 'B'}`;
}

/** `0.4 s`, `12 s`, `3 min 05 s`, `2 h 07 min`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 10_000) return `${(Math.max(milliseconds, 0) / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${twoDigits(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/** The same for a step, whose times servers tell in whole seconds: `under 1 s`, `7 s`. */
export function formatStepTime(milliseconds: number): string {
  if (milliseconds < 1000) return 'under 1 s';
  return milliseconds < 10_000
    ? `${Math.round(milliseconds / 1000)} s`
    : formatDuration(milliseconds);
}

/** `1 file`, `2 files`. */
export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A result with a minus sign as printed; four digits tell what there is to tell. */
export function formatNumber(value: number, digits = 4): string {
  return Number(value.toPrecision(digits)).toString().replace('-', '−');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
