import { infiniteQueryOptions, type QueryKey } from "@tanstack/react-query";
import { api, type CallOptions, root } from "~/api/client";
import type { Page } from "~/api/types";

/** A list that is read page by page, each page by the cursor of the one before. Paths as of `api`, or whole. */
export function pagedQuery<T>(
  queryKey: QueryKey,
  path: string,
  query: NonNullable<CallOptions["query"]> = {},
) {
  const read = path.startsWith("/api/") ? root.get : api.get;
  return infiniteQueryOptions({
    queryKey: [...queryKey, "pages"],
    queryFn: ({ pageParam, signal }) =>
      read<Page<T>>(path, { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    select: (pages) => pages.pages.flatMap((page) => page.items),
  });
}
