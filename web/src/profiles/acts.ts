import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { JsonSchema, Profile, ProfileOrder, ProfileSchema } from "~/profiles/types";

export function useCreateProfile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (order: ProfileOrder) => api.post<Profile>("/profiles", order),
    meta: { showsOwnError: true },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: keys.profiles.all });
      void queries.invalidateQueries({ queryKey: keys.accounts.all });
    },
  });
}

export function useUpdateProfile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ profile, changes }: { profile: Profile; changes: Partial<ProfileOrder> }) =>
      api.patch<Profile>(`/profiles/${profile.id}`, changes, { ifMatch: profile.version }),
    meta: { showsOwnError: true },
    onSuccess: (profile) => {
      queries.setQueryData(keys.profiles.one(profile.id), profile);
      void queries.invalidateQueries({ queryKey: ["profiles", "list"] });
      void queries.invalidateQueries({ queryKey: keys.versions.all });
    },
  });
}

export function useDeleteProfile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (profile: Profile) =>
      api.delete<void>(`/profiles/${profile.id}`, { ifMatch: profile.version }),
    meta: { showsOwnError: true },
    onSuccess: () => void queries.invalidateQueries({ queryKey: ["profiles", "list"] }),
  });
}

export function useSaveSchema() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ known, schema }: { known: ProfileSchema; schema: JsonSchema }) =>
      api.put<ProfileSchema>(`/profile-schemas/${known.kind}`, { schema }, { ifMatch: known.version }),
    meta: { showsOwnError: true },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.profileSchemas }),
  });
}
