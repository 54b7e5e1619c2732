import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { ApiError, api } from "~/api/client";
import { keys } from "~/api/keys";
import { pagedQuery } from "~/api/paged";
import type { Campaign, Client, Page, Voice } from "~/api/types";

export const clientsQuery = (q?: string) => pagedQuery<Client>(keys.clients.list({ q }), "/clients", { q });

export const clientQuery = (id: string) =>
  queryOptions({
    queryKey: keys.clients.one(id),
    queryFn: ({ signal }) => api.get<Client>(`/clients/${id}`, { signal }),
  });

/** Nothing, until the first exercise is completed. */
export const voiceQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.voice(clientId),
    queryFn: async ({ signal }): Promise<Voice | null> => {
      try {
        return await api.get<Voice>(`/clients/${clientId}/voice`, { signal });
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
  });

export const clientCampaignsQuery = (clientId: string) =>
  queryOptions({
    queryKey: keys.campaigns.list({ client_id: clientId }),
    queryFn: ({ signal }) =>
      api.get<Page<Campaign>>("/campaigns", { query: { client_id: clientId, limit: 100 }, signal }),
  });

/** The client of the open page, whose route has loaded it. */
export function useClient(id: string): Client {
  return useSuspenseQuery(clientQuery(id)).data;
}
