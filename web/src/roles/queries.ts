import { queryOptions } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import { listAll } from "~/api/list-all";
import type { Explanation, PermissionEntry, RoleDetail } from "~/roles/types";

export const permissionsQuery = queryOptions({
  queryKey: keys.permissions,
  queryFn: ({ signal }) => listAll<PermissionEntry>("/permissions", {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export const rolesQuery = queryOptions({
  queryKey: keys.roles,
  queryFn: ({ signal }) => listAll<RoleDetail>("/roles", {}, signal),
  select: inOrder,
});

const WIDEST_FIRST = ["super_admin", "admin", "manager", "brand_creator", "creator", "content_moderator"];
const NARROWEST_LAST = ["sales", "analyst", "employee", "vendor", "account_owner", "member", "client"];

/** From who may do most to the client's people; the tenant's own roles stand between, by name. */
export function inOrder(roles: readonly RoleDetail[]): RoleDetail[] {
  const place = ({ key }: RoleDetail) => {
    if (WIDEST_FIRST.includes(key)) return WIDEST_FIRST.indexOf(key);
    return NARROWEST_LAST.includes(key) ? 20 + NARROWEST_LAST.indexOf(key) : 10;
  };
  return roles.toSorted((a, b) => place(a) - place(b) || a.name.localeCompare(b.name));
}

export interface ExplainQuery {
  person: string;
  permission: string;
  target?: string | undefined;
}

export const explainQuery = (query: ExplainQuery) =>
  queryOptions({
    queryKey: keys.explain({ ...query }),
    queryFn: ({ signal }) => api.get<Explanation>("/authz/explain", { query: { ...query }, signal }),
  });
