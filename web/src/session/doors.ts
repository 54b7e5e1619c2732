import { root } from "~/api/client";
import type { SignedIn } from "~/api/types";
import type { CredentialJson, RequestOptionsJson } from "~/passkeys/webauthn";
import type { PasskeyChallenge } from "~/session/types";

export interface Credentials {
  email: string;
  password: string;
  /** Of the authenticator app, or a recovery code, where the account asks for one. */
  code?: string;
}

export const signIn = (credentials: Credentials) => root.post<SignedIn>("/auth/sign-in", credentials);

export const passkeyChallenge = (signal?: AbortSignal) =>
  root.post<PasskeyChallenge<RequestOptionsJson>>("/auth/passkeys/options", {}, { signal });

export const signInWithPasskey = (challengeId: string, credential: CredentialJson) =>
  root.post<SignedIn>("/auth/passkeys/sign-in", { challenge_id: challengeId, credential });

export const requestLink = (email: string) => root.post<void>("/auth/magic-links", { email });

export const redeemLink = (token: string, code?: string) =>
  root.post<SignedIn>("/auth/magic-links/redeem", { token, code });

export const requestReset = (email: string) => root.post<void>("/auth/password-resets", { email });

export const redeemReset = (token: string, password: string) =>
  root.post<void>("/auth/password-resets/redeem", { token, password });

export interface InvitationAccept {
  token: string;
  name?: string;
  password?: string;
  code?: string;
}

export const acceptInvitation = (accept: InvitationAccept) =>
  root.post<SignedIn>("/auth/invitations/accept", accept);

export const confirmEmail = (token: string) => root.post<void>("/auth/email-changes/confirm", { token });

export const endImpersonation = () => root.post<void>("/auth/impersonation/end");
