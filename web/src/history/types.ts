import type { FieldChange } from "~/diff/field-changes";

/** What keeps its versions. */
export type VersionKind = "client" | "campaign" | "idea" | "profile" | "role" | "prompt" | "settings";

export interface Version {
  id: string;
  kind: VersionKind;
  entity_id: string;
  entity_name: string;
  number: number;
  action: "created" | "updated" | "restored" | "undone" | "rolled_back" | (string & {});
  at: string;
  actor_name: string;
  request_id: string | null;
  fields: string[];
}

export interface VersionDetail extends Version {
  changes: FieldChange[];
}

/** A field that was changed again since, so that undoing has to choose. */
export interface Conflict {
  field: string;
  base: unknown;
  theirs: unknown;
  ours: unknown;
}

export interface RollbackResult {
  kind: VersionKind;
  entity_id: string;
  entity_name?: string;
  status?: string;
  conflicts?: Conflict[];
  problem?: string | null;
}
