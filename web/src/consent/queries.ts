import { queryOptions } from "@tanstack/react-query";
import { api } from "~/api/client";

/** What an application asks for, on the way through the authorization server. */
export interface ConsentRequest {
  client: { name: string; description: string | null; homepage: string | null };
  scopes: { permission: string; description: string; is_granted_before: boolean; is_held: boolean }[];
  redirect_host: string;
  tenant_name: string;
  expires_at: string;
}

export const consentQuery = (id: string) =>
  queryOptions({
    queryKey: ["consent", id] as const,
    queryFn: ({ signal }) => api.get<ConsentRequest>(`/oauth-requests/${id}`, { signal }),
    retry: false,
  });

interface Decision {
  decision: "approve" | "deny";
  scopes?: string[];
}

/** Answers with where the application waits for the person to come back. */
export const decide = (id: string, decision: Decision) =>
  api.post<{ redirect_to: string }>(`/oauth-requests/${id}/decision`, decision);
