import { type QueryKey, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import { listAll } from "~/api/list-all";
import type { FieldChange } from "~/diff/field-changes";
import type { RollbackResult, Version, VersionDetail, VersionKind } from "~/history/types";
import { paths } from "~/paths";

export const versionsQuery = (kind: VersionKind, id: string) =>
  queryOptions({
    queryKey: keys.versions.list(kind, id),
    queryFn: async ({ signal }) => {
      const versions = await listAll<Version>("/versions", { kind, id }, signal);
      return versions.toSorted((a, b) => b.number - a.number);
    },
  });

export const versionQuery = (id: string) =>
  queryOptions({
    queryKey: keys.versions.one(id),
    queryFn: ({ signal }) => api.get<VersionDetail>(`/versions/${id}`, { signal }),
  });

export const versionDiffQuery = (id: string, other: string) =>
  queryOptions({
    queryKey: keys.versions.diff(id, other),
    queryFn: ({ signal }) =>
      api.get<{ changes: FieldChange[] }>(`/versions/${id}/diff`, { query: { with: other }, signal }),
  });

export const requestChangesQuery = (requestId: string) =>
  queryOptions({
    queryKey: keys.versions.request(requestId),
    queryFn: ({ signal }) =>
      api.get<{ versions: Version[] }>(`/changes/${encodeURIComponent(requestId)}`, { signal }),
  });

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

/** The page of what a version is of. */
export function addressOfEntity({
  kind,
  entity_id: id,
}: {
  kind: VersionKind;
  entity_id: string;
}): string | null {
  switch (kind) {
    case "client":
      return paths.client(id);
    case "campaign":
      return paths.campaign(id);
    case "idea":
      return paths.idea(id);
    case "profile":
      return paths.profile(id);
    case "role":
      return paths.roles();
    case "prompt":
      return paths.prompt(id);
    case "settings":
      return paths.organisation();
    default:
      return null;
  }
}
