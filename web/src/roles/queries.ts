import { queryOptions } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import { listAll } from "~/api/list-all";
import type { Explanation, PermissionInfo, RoleInfo } from "~/roles/types";

export const permissionsQuery = queryOptions({
  queryKey: keys.permissions,
  queryFn: ({ signal }) => listAll<PermissionInfo>("/permissions", {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export const rolesQuery = queryOptions({
  queryKey: keys.roles,
  queryFn: ({ signal }) => listAll<RoleInfo>("/roles", {}, signal),
});

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
