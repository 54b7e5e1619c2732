import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type {
  ApiKey,
  ApiKeyCreate,
  ApiKeyUpdate,
  ApiKeyWithSecret,
  Application,
  ApplicationCreate,
  ApplicationWithSecret,
  TokenIssuer,
  TokenIssuerCreate,
} from "~/developers/types";

/** For acts whose dialog shows their failure: the list they changed is read again. */
function useAct<Given, Result>(list: QueryKey, act: (given: Given) => Promise<Result>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    meta: { showsOwnError: true },
    onSuccess: () => queries.invalidateQueries({ queryKey: list }),
  });
}

export const useCreateKey = () =>
  useAct(keys.apiKeys, (create: ApiKeyCreate) => api.post<ApiKeyWithSecret>("/api-keys", create));

export const useUpdateKey = ({ id, version }: ApiKey) =>
  useAct(keys.apiKeys, (update: ApiKeyUpdate) =>
    api.patch<ApiKey>(`/api-keys/${id}`, update, { ifMatch: version }),
  );

export const useRotateKey = (id: string) =>
  useAct(keys.apiKeys, (days: number) =>
    api.post<ApiKeyWithSecret>(`/api-keys/${id}/rotate`, { overlap_days: days }),
  );

export const useRevokeKey = () => useAct(keys.apiKeys, (id: string) => api.delete<void>(`/api-keys/${id}`));

export const useRegisterApplication = () =>
  useAct(keys.applications, (create: ApplicationCreate) =>
    api.post<ApplicationWithSecret>("/oauth-clients", create),
  );

export const useRenewSecret = () =>
  useAct(keys.applications, (id: string) => api.post<ApplicationWithSecret>(`/oauth-clients/${id}/secret`));

export const useDeleteApplication = () =>
  useAct(keys.applications, (id: string) => api.delete<void>(`/oauth-clients/${id}`));

interface Review {
  id: string;
  verdict: "approve" | "reject" | "suspend";
  note?: string;
}

export const useReviewApplication = () =>
  useAct(keys.applications, ({ id, verdict, note }: Review) =>
    api.post<Application>(`/oauth-clients/${id}/${verdict}`, note === undefined ? {} : { note }),
  );

export const useCreateIssuer = () =>
  useAct(keys.tokenIssuers, (create: TokenIssuerCreate) => api.post<TokenIssuer>("/token-issuers", create));

export const useUpdateIssuer = (issuer: TokenIssuer | null) =>
  useAct(keys.tokenIssuers, (update: TokenIssuerCreate) =>
    api.patch<TokenIssuer>(`/token-issuers/${issuer?.id}`, update, { ifMatch: issuer?.version }),
  );

export const useDeleteIssuer = () =>
  useAct(keys.tokenIssuers, (id: string) => api.delete<void>(`/token-issuers/${id}`));
