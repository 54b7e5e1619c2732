import { queryOptions } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Member, Page } from "~/api/types";

/** People of the tenant. An agency has dozens, not thousands, so one page is all. */
export const membersQuery = queryOptions({
  queryKey: keys.members,
  queryFn: ({ signal }) => api.get<Page<Member>>("/members", { query: { limit: 200 }, signal }),
});
