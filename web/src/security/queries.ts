import { queryOptions } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Page } from "~/api/types";
import type { Grant, Identity, Security, Session } from "~/security/types";

export const securityQuery = queryOptions({
  queryKey: keys.security,
  queryFn: ({ signal }) => api.get<Security>("/me/security", { signal }),
});

export const identitiesQuery = queryOptions({
  queryKey: keys.identities,
  queryFn: ({ signal }) => api.get<{ items: Identity[] }>("/me/identities", { signal }),
});

export const sessionsQuery = queryOptions({
  queryKey: keys.sessions,
  queryFn: ({ signal }) => api.get<{ items: Session[] }>("/sessions", { signal }),
  // "Last seen" is a question of minutes, and no event tells it.
  staleTime: 10_000,
});

export const grantsQuery = queryOptions({
  queryKey: keys.grants,
  queryFn: ({ signal }) => api.get<Page<Grant>>("/oauth-grants", { query: { limit: 100 }, signal }),
});
