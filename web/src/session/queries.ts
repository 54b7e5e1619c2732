import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { root } from "~/api/client";
import { keys } from "~/api/keys";
import type { Health, Me, Permission, SignedIn } from "~/api/types";
import type { InvitationFound, Provider } from "~/session/types";

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => root.get<Me>("/auth/me", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

export const healthQuery = queryOptions({
  queryKey: keys.health,
  queryFn: ({ signal }) => root.get<Health>("/api/health", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const providersQuery = queryOptions({
  queryKey: keys.providers,
  queryFn: ({ signal }) => root.get<{ items: Provider[] }>("/auth/providers", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

/** The token is in the key only; it is a secret, so it is not kept for long. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ["invitation", token] as const,
    queryFn: ({ signal }) => root.post<InvitationFound>("/auth/invitations/find", { token }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });

export const signOut = () => root.post<void>("/auth/sign-out");

export const switchTenant = (slug: string) => root.post<SignedIn>("/auth/switch-tenant", { tenant: slug });

/** Who is signed in. Only below the shell's route, whose loader has made sure of it. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** Whether somebody stands on the client's side: what is internal to the agency is not for them. */
export function isClientSide(me: Me): boolean {
  return me.member !== null && !me.permissions.includes("internal.read");
}

/** Whether the person may do something. It only shapes the interface; the server decides. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useMe();
  return (permission) => permissions.includes(permission);
}
