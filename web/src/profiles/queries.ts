import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import { listAll } from "~/api/list-all";
import { pagedQuery } from "~/api/paged";
import { fieldsOf, type SchemaField } from "~/profiles/schema-fields";
import type { Profile, ProfileKind, ProfileSchema } from "~/profiles/types";

export interface ProfileFilter {
  kind?: string | undefined;
  account_id?: string | undefined;
  q?: string | undefined;
  /** One condition, such as `height_cm>=175`. */
  attribute?: string | undefined;
}

export const profilesQuery = (filter: ProfileFilter) =>
  pagedQuery<Profile>(keys.profiles.list({ ...filter }), "/profiles", { ...filter });

export const profileQuery = (id: string) =>
  queryOptions({
    queryKey: keys.profiles.one(id),
    // No signal: a breadcrumb that goes away must not cancel what the page's loader waits for.
    queryFn: () => api.get<Profile>(`/profiles/${id}`),
  });

export const schemasQuery = queryOptions({
  queryKey: keys.profileSchemas,
  queryFn: ({ signal }) => listAll<ProfileSchema>("/profile-schemas", {}, signal),
});

/** What profiles of a kind are described by; nothing until it is known. */
export function useSchemaFields(kind: ProfileKind | undefined): SchemaField[] {
  const { data: schemas = [] } = useQuery(schemasQuery);
  const schema = schemas.find((one) => one.kind === kind);
  return schema ? fieldsOf(schema.schema) : [];
}
