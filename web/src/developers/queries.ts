import { queryOptions } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Page } from "~/api/types";
import type { ApiKey, Application, PermissionEntry, TokenIssuer } from "~/developers/types";

/** A tenant has dozens of each, not thousands, so one page is all. */
const ALL = { limit: 200 };

export const apiKeysQuery = queryOptions({
  queryKey: keys.apiKeys,
  queryFn: ({ signal }) => api.get<Page<ApiKey>>("/api-keys", { query: ALL, signal }),
  // "Last used" is a question of minutes, and no event tells it.
  staleTime: 10_000,
});

export const applicationsQuery = queryOptions({
  queryKey: keys.applications,
  queryFn: ({ signal }) => api.get<Page<Application>>("/oauth-clients", { query: ALL, signal }),
});

export const tokenIssuersQuery = queryOptions({
  queryKey: keys.tokenIssuers,
  queryFn: ({ signal }) => api.get<Page<TokenIssuer>>("/token-issuers", { query: ALL, signal }),
});

export const permissionEntriesQuery = queryOptions({
  queryKey: ["permission-entries"] as const,
  queryFn: ({ signal }) => api.get<{ items: PermissionEntry[] }>("/permissions", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});
