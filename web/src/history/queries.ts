import { queryOptions } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import { listAll } from "~/api/list-all";
import type { FieldChange } from "~/diff/field-changes";
import type { Version, VersionDetail, VersionKind } from "~/history/types";
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
