export interface ListPage<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** Every item of a list, page after page; the next page is asked for when the last one is used up. */
export async function* paginate<T>(page: (cursor: string | undefined) => Promise<ListPage<T>>): AsyncGenerator<T, void, undefined> {
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await page(cursor);
    yield* items;
    // A cursor that does not move would ask for the same page for ever.
    if (nextCursor === cursor) return;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}
