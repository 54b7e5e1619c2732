import { queryOptions } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import { listAll } from "~/api/list-all";
import type { TenantEntry } from "~/tenants/types";

export const tenantsQuery = queryOptions({
  queryKey: keys.tenants,
  queryFn: ({ signal }) => listAll<TenantEntry>("/tenants", {}, signal),
});

/** The organisation one works in. */
export const tenantQuery = queryOptions({
  queryKey: keys.tenant,
  queryFn: ({ signal }) => api.get<TenantEntry>("/tenant", { signal }),
});
