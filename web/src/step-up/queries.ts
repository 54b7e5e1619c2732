import { queryOptions } from "@tanstack/react-query";
import { root } from "~/api/client";
import type { CredentialJson } from "~/passkeys/webauthn";

export type ProofMethod = "password" | "totp" | "passkey";

export interface StepUpOffer {
  methods: ProofMethod[];
  proved_at: string | null;
  valid_until: string | null;
}

export const stepUpQuery = queryOptions({
  queryKey: ["step-up"] as const,
  queryFn: ({ signal }) => root.get<StepUpOffer>("/auth/step-up", { signal }),
  staleTime: 0,
  gcTime: 0,
});

export interface Proof {
  password?: string;
  code?: string;
  challenge_id?: string;
  credential?: CredentialJson;
}

export const prove = (proof: Proof) => root.post<void>("/auth/step-up", proof);
