import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { RollbackResult, Version, VersionKind } from "~/history/types";

/** What is read anew when a thing of this kind has another version. */
const STALE: Record<VersionKind, readonly QueryKey[]> = {
  client: [keys.clients.all],
  campaign: [keys.campaigns.all],
  idea: [keys.ideas.all],
  profile: [keys.profiles.all],
  role: [keys.roles, keys.me],
  prompt: [keys.prompts.all],
  settings: [keys.tenant],
};

function useStaleVersions(): (kinds: readonly VersionKind[]) => void {
  const queries = useQueryClient();
  return (kinds) => {
    void queries.invalidateQueries({ queryKey: keys.versions.all });
    for (const queryKey of kinds.flatMap((kind) => STALE[kind] ?? [])) {
      void queries.invalidateQueries({ queryKey });
    }
  };
}

export function useRestore() {
  const stale = useStaleVersions();
  return useMutation({
    mutationFn: (version: Version) => api.post<Version>(`/versions/${version.id}/restore`),
    meta: { showsOwnError: true },
    onSuccess: (_done, { kind }) => stale([kind]),
  });
}

export function useUndo() {
  const stale = useStaleVersions();
  return useMutation({
    mutationFn: (version: Version) => api.post<{ version: Version }>(`/versions/${version.id}/undo`),
    meta: { showsOwnError: true },
    onSuccess: (_done, { kind }) => stale([kind]),
  });
}

export function useRollBack(requestId: string) {
  const stale = useStaleVersions();
  return useMutation({
    mutationFn: () =>
      api.post<{ results: RollbackResult[] }>(`/changes/${encodeURIComponent(requestId)}/rollback`),
    meta: { showsOwnError: true },
    onSuccess: ({ results }) => stale(results.map(({ kind }) => kind)),
  });
}
