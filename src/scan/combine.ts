/** All combinations of several lists. */

/** Takes one item of each list; the last list changes fastest. Nothing but the empty combination for no list. */
export function* combine<T>(lists: readonly (readonly T[])[]): Generator<readonly T[]> {
  const [first, ...others] = lists;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const item of first) {
    for (const rest of combine(others)) yield [item, ...rest];
  }
}

/** How many combinations there are. */
export function countCombinations(lists: readonly (readonly unknown[])[]): number {
  return lists.reduce((count, list) => count * list.length, 1);
}
