import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { AuditFilter } from "~/audit/search";
import type { AuditExport } from "~/audit/types";

export function useExportAudit() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (filter: AuditFilter) => api.post<AuditExport>("/audit-exports", filter),
    meta: { showsOwnError: true },
    onSuccess: () => void queries.invalidateQueries({ queryKey: keys.audit.exports }),
  });
}

export function useCancelExport() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete<void>(`/audit-exports/${id}`),
    onSettled: () => void queries.invalidateQueries({ queryKey: keys.audit.exports }),
  });
}
