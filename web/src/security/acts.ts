import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { CreationOptionsJson, CredentialJson } from "~/passkeys/webauthn";
import type { Passkey, RecoveryCodes, TotpEnrolment } from "~/security/types";
import type { PasskeyChallenge } from "~/session/types";

export const passkeyCreation = () => api.post<PasskeyChallenge<CreationOptionsJson>>("/me/passkeys/options");

interface PasskeyCreate {
  challenge_id: string;
  name: string;
  credential: CredentialJson;
}

export const addPasskey = (passkey: PasskeyCreate) => api.post<Passkey>("/me/passkeys", passkey);
export const renamePasskey = (id: string, name: string) => api.patch<Passkey>(`/me/passkeys/${id}`, { name });
export const removePasskey = (id: string) => api.delete<void>(`/me/passkeys/${id}`);

export const beginTotp = () => api.post<TotpEnrolment>("/me/totp");
export const confirmTotp = (code: string) => api.post<RecoveryCodes>("/me/totp/confirm", { code });
export const removeTotp = () => api.delete<void>("/me/totp");
export const renewRecoveryCodes = () => api.post<RecoveryCodes>("/me/recovery-codes");

interface PasswordChange {
  current_password?: string;
  new_password: string;
}

export const changePassword = (change: PasswordChange) => api.post<void>("/me/password", change);
export const changeEmail = (email: string) => api.post<void>("/me/email", { email });

/** For acts whose dialog shows their failure: what they changed is read again. */
export function useSecurityAct<Given, Result>(act: (given: Given) => Promise<Result>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    meta: { showsOwnError: true },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.security }),
  });
}

export function useRevokeSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete<void>(`/sessions/${id}`),
    meta: { showsOwnError: true },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.sessions }),
  });
}

export function useRevokeOtherSessions() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete<void>("/sessions"),
    meta: { showsOwnError: true },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.sessions }),
  });
}

export function useRemoveIdentity() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete<void>(`/me/identities/${id}`),
    meta: { showsOwnError: true },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.identities }),
  });
}

export function useRevokeGrant() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete<void>(`/oauth-grants/${id}`),
    meta: { showsOwnError: true },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.grants }),
  });
}
