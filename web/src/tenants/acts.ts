import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { TenantInfo, TenantOrder, TenantSettings } from "~/tenants/types";

export function useCreateTenant() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (order: TenantOrder) => api.post<TenantInfo>("/tenants", order),
    meta: { showsOwnError: true },
    onSuccess: () => void queries.invalidateQueries({ queryKey: keys.tenants }),
  });
}

type TenantChange = Partial<Pick<TenantInfo, "name" | "locale" | "time_zone">> & {
  settings?: Partial<TenantSettings>;
};

export function useUpdateTenant() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ tenant, changes }: { tenant: TenantInfo; changes: TenantChange }) =>
      api.patch<TenantInfo>(`/tenants/${tenant.id}`, changes, { ifMatch: tenant.version }),
    meta: { showsOwnError: true },
    onSuccess: () => void queries.invalidateQueries({ queryKey: keys.tenants }),
  });
}

export function useUpdateOrganisation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ tenant, changes }: { tenant: TenantInfo; changes: TenantChange }) =>
      api.patch<TenantInfo>("/tenant", changes, { ifMatch: tenant.version }),
    meta: { showsOwnError: true },
    onSuccess: (tenant) => {
      queries.setQueryData(keys.tenant, tenant);
      // The rail has the name.
      void queries.invalidateQueries({ queryKey: keys.me });
      void queries.invalidateQueries({ queryKey: keys.versions.all });
    },
  });
}
