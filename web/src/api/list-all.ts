import { api, type CallOptions, root } from "~/api/client";
import type { Page } from "~/api/types";

const PAGE_SIZE = 200;
/** A board or a choice of more things than this is none; a filter narrows it. */
const PAGES_MAX = 10;

/** Every page of a list, for what has to be known whole: boards, choices, trees, files. */
export async function listAll<T>(
  path: string,
  filter: NonNullable<CallOptions["query"]> = {},
  signal?: AbortSignal,
): Promise<T[]> {
  const read = path.startsWith("/api/") ? root.get : api.get;
  const items: T[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer: Page<T> = await read(path, { query: { ...filter, limit: PAGE_SIZE, cursor }, signal });
    items.push(...answer.items);
    cursor = answer.next_cursor ?? null;
    if (!cursor) break;
  }
  return items;
}
