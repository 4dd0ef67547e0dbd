/** Dividing the values of a multistep stage among its steps. */

/** Batches of `size` values, the last one of what is left; none for a negative size. */
export function inBatches<T>(all: readonly T[], size: number): T[][] {
  if (size < 0) return [];
  const length = Math.ceil(all.length / size);
  return Array.from({ length }, (_, index) => all.slice(index * size, (index + 1) * size));
}

/** At most so many parts, none of them empty, the earlier ones being the shorter. */
export function inParts<T>(all: readonly T[], parts: number): T[][] {
  const count = Math.min(parts, all.length);
  let end = 0;
  return Array.from({ length: Math.max(count, 0) }, (_, index) => {
    const begin = end;
    end += Math.floor((all.length + index) / count);
    return all.slice(begin, end);
  });
}
