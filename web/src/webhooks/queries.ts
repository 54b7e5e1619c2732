import { queryOptions } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import { pagedQuery } from "~/api/paged";
import type { Page } from "~/api/types";
import type {
  Connector,
  Delivery,
  DeliveryDetail,
  DeliveryState,
  EventType,
  Received,
  ReceivedDetail,
  ReceivedState,
  WebhookEndpoint,
} from "~/webhooks/types";

const ALL = { limit: 200 };
/** What is on its way settles by itself, and no event tells of each attempt. */
const POLL_MS = 3_000;

export const endpointsQuery = queryOptions({
  queryKey: keys.webhooks.endpoints,
  queryFn: ({ signal }) => api.get<Page<WebhookEndpoint>>("/webhook-endpoints", { query: ALL, signal }),
});

export const endpointQuery = (id: string) =>
  queryOptions({
    queryKey: keys.webhooks.endpoint(id),
    queryFn: ({ signal }) => api.get<WebhookEndpoint>(`/webhook-endpoints/${id}`, { signal }),
  });

export const deliveriesQuery = (id: string, state: DeliveryState | undefined) => ({
  ...pagedQuery<Delivery>(keys.webhooks.deliveries(id, { state }), `/webhook-endpoints/${id}/deliveries`, {
    state,
  }),
  refetchInterval: POLL_MS,
});

export const deliveryQuery = (endpointId: string, id: string) =>
  queryOptions({
    queryKey: keys.webhooks.delivery(endpointId, id),
    queryFn: ({ signal }) =>
      api.get<DeliveryDetail>(`/webhook-endpoints/${endpointId}/deliveries/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === "pending" ? POLL_MS : false),
  });

export const connectorsQuery = queryOptions({
  queryKey: keys.webhooks.connectors,
  queryFn: ({ signal }) => api.get<Page<Connector>>("/webhook-connectors", { query: ALL, signal }),
});

export const receivedQuery = (state: ReceivedState | undefined) => ({
  ...pagedQuery<Received>(keys.webhooks.received({ state }), "/webhooks-received", { state }),
  refetchInterval: POLL_MS,
});

export const receivedOneQuery = (id: string) =>
  queryOptions({
    queryKey: keys.webhooks.receivedOne(id),
    queryFn: ({ signal }) => api.get<ReceivedDetail>(`/webhooks-received/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === "received" ? POLL_MS : false),
  });

export const eventTypesQuery = queryOptions({
  queryKey: keys.webhooks.types,
  queryFn: ({ signal }) => api.get<Page<EventType>>("/event-types", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});
