import { queryOptions } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import { listAll } from "~/api/list-all";
import { pagedQuery } from "~/api/paged";
import type { AuditFilter } from "~/audit/search";
import type { AuditClass, AuditEvent, AuditExport, AuditSeals } from "~/audit/types";

export const auditQuery = (filter: AuditFilter) =>
  pagedQuery<AuditEvent>(keys.audit.list({ ...filter }), "/audit-events", { ...filter, limit: 50 });

export const auditEventQuery = (id: string) =>
  queryOptions({
    queryKey: keys.audit.one(id),
    queryFn: ({ signal }) => api.get<AuditEvent>(`/audit-events/${id}`, { signal }),
  });

export const auditActionsQuery = queryOptions({
  queryKey: keys.audit.actions,
  queryFn: ({ signal }) => api.get<{ classes: AuditClass[] }>("/audit-actions", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

const POLL_MS = 1_500;

/** While one is being written it is asked for again, in case an event is missed. */
export const auditExportsQuery = queryOptions({
  queryKey: keys.audit.exports,
  queryFn: ({ signal }) => listAll<AuditExport>("/audit-exports", {}, signal),
  refetchInterval: (query) => (query.state.data?.some(isUnderWay) ? POLL_MS : false),
});

export function isUnderWay({ state }: AuditExport): boolean {
  return state === "queued" || state === "running";
}

export const auditSealsQuery = queryOptions({
  queryKey: keys.audit.seals,
  queryFn: ({ signal }) => api.get<AuditSeals>("/audit-seals", { signal }),
});

export const exportAddress = (id: string, file: "events.jsonl" | "manifest.json") =>
  `/api/v1/audit-exports/${id}/${file}`;
