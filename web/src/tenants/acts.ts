import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { TenantEntry, TenantOrder, TenantSettings } from "~/tenants/types";

export function useCreateTenant() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (order: TenantOrder) => api.post<TenantEntry>("/tenants", order),
    meta: { showsOwnError: true },
    onSuccess: () => void queries.invalidateQueries({ queryKey: keys.tenants }),
  });
}

type TenantChange = Partial<Pick<TenantEntry, "name" | "locale" | "time_zone">> & {
  settings?: Partial<TenantSettings>;
};

export function useUpdateTenant() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ tenant, changes }: { tenant: TenantEntry; changes: TenantChange }) =>
      api.patch<TenantEntry>(`/tenants/${tenant.id}`, changes, { ifMatch: tenant.version }),
    meta: { showsOwnError: true },
    onSuccess: () => void queries.invalidateQueries({ queryKey: keys.tenants }),
  });
}

export function useUpdateOrganisation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ tenant, changes }: { tenant: TenantEntry; changes: TenantChange }) =>
      api.patch<TenantEntry>("/tenant", changes, { ifMatch: tenant.version }),
    meta: { showsOwnError: true },
    onSuccess: (tenant) => {
      queries.setQueryData(keys.tenant, tenant);
      // The rail has the name.
      void queries.invalidateQueries({ queryKey: keys.me });
      void queries.invalidateQueries({ queryKey: keys.versions.all });
    },
  });
}
