import { queryOptions } from "@tanstack/react-query";
import type { Account, AccountMember } from "~/accounts/types";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import { listAll } from "~/api/list-all";

/** All of them: the tree needs every parent, and choices need every name. */
export const accountChoicesQuery = queryOptions({
  queryKey: keys.accounts.list({ pages: "all" }),
  queryFn: ({ signal }) => listAll<Account>("/accounts", {}, signal),
});

export const accountQuery = (id: string) =>
  queryOptions({
    queryKey: keys.accounts.one(id),
    // No signal: a breadcrumb that goes away must not cancel what the page's loader waits for.
    queryFn: () => api.get<Account>(`/accounts/${id}`),
  });

export const accountMembersQuery = (id: string) =>
  queryOptions({
    queryKey: keys.accounts.members(id),
    queryFn: ({ signal }) => listAll<AccountMember>(`/accounts/${id}/members`, {}, signal),
  });
