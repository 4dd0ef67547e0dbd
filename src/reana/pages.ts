/** Lists that a server may give in pages, whether it was asked for one or not. */
import * as v from 'valibot';

import { amount } from './schema.ts';

export interface Page {
  /** From 1. */
  readonly page: number;
  readonly size: number;
}

export interface ListPage<Item> {
  readonly items: Item[];
  readonly hasNext: boolean;
}

/** Nobody has this many pages; a server that has ends nowhere. */
const mostPages = 10_000;

/** The shape of an answer with one page of a list, or all of it. */
export function pageOf<Item>(
  item: v.GenericSchema<unknown, Item>,
): v.GenericSchema<unknown, ListPage<Item>> {
  return v.pipe(
    v.object({
      items: v.array(item),
      has_next: v.nullish(v.boolean()),
      page: v.nullish(amount),
      total: v.nullish(amount),
    }),
    v.check((raw) => isWhole(raw), 'fewer items than it says it has'),
    v.transform((raw): ListPage<Item> => ({
      items: raw.items,
      hasNext: raw.has_next === true && raw.items.length > 0,
    })),
  );
}

/** A first page that is the last one holds all there is. */
function isWhole(raw: {
  readonly items: readonly unknown[];
  readonly has_next?: boolean | null | undefined;
  readonly page?: number | null | undefined;
  readonly total?: number | null | undefined;
}): boolean {
  if (raw.has_next !== false || (raw.page ?? 1) !== 1) return true;
  return (raw.total ?? 0) <= raw.items.length;
}

/**
 * Asks for the list without pages and, where it comes in pages all the same, for the rest.
 *
 * @param list asks for one page; for the list as the server likes to give it when the page is `undefined`
 */
export async function allPages<Item>(
  list: (page: Page | undefined) => Promise<ListPage<Item>>,
): Promise<Item[]> {
  const first = await list(undefined);
  const items = [...first.items];
  const size = first.items.length;
  let { hasNext } = first;
  for (let page = 2; hasNext && page <= mostPages; page += 1) {
    const next = await list({ page, size });
    items.push(...next.items);
    hasNext = next.hasNext;
  }
  return items;
}
