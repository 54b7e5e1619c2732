import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type {
  Connector,
  ConnectorCreate,
  ConnectorWithSecret,
  Delivery,
  EndpointChange,
  EndpointState,
  Received,
  WebhookEndpoint,
  WebhookEndpointWithSecret,
} from "~/webhooks/types";

/** For acts whose dialog shows their failure: everything about webhooks is read again. */
function useAct<Given, Result>(act: (given: Given) => Promise<Result>, showsOwnError = true) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    meta: { showsOwnError },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.webhooks.all }),
  });
}

export const useCreateEndpoint = () =>
  useAct((create: EndpointChange) => api.post<WebhookEndpointWithSecret>("/webhook-endpoints", create));

export const useUpdateEndpoint = (endpoint: WebhookEndpoint | null) =>
  useAct((change: EndpointChange) =>
    api.patch<WebhookEndpoint>(`/webhook-endpoints/${endpoint?.id}`, change, {
      ifMatch: endpoint?.version ?? 0,
    }),
  );

export const useRotateEndpoint = () =>
  useAct((id: string) => api.post<WebhookEndpointWithSecret>(`/webhook-endpoints/${id}/rotate`));

export const useDeleteEndpoint = () => useAct((id: string) => api.delete<void>(`/webhook-endpoints/${id}`));

export const useTestEndpoint = () =>
  useAct((id: string) => api.post<Delivery>(`/webhook-endpoints/${id}/test`), false);

export const useReplayFailed = () =>
  useAct((id: string) =>
    api.post<{ replayed: number; left: number }>(`/webhook-endpoints/${id}/replay`, { state: "failed" }),
  );

export const useReplayDelivery = () =>
  useAct(
    ({ endpoint_id, id }: Delivery) =>
      api.post<Delivery>(`/webhook-endpoints/${endpoint_id}/deliveries/${id}/replay`),
    false,
  );

export const useCreateConnector = () =>
  useAct((create: ConnectorCreate) => api.post<ConnectorWithSecret>("/webhook-connectors", create));

export const useSwitchConnector = () =>
  useAct(
    ({ connector, state }: { connector: Connector; state: EndpointState }) =>
      api.patch<Connector>(`/webhook-connectors/${connector.id}`, { state }, { ifMatch: connector.version }),
    false,
  );

export const useDeleteConnector = () => useAct((id: string) => api.delete<void>(`/webhook-connectors/${id}`));

export const useReplayReceived = () =>
  useAct((id: string) => api.post<Received>(`/webhooks-received/${id}/replay`), false);
