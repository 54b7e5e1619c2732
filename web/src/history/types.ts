import type { FieldChange } from "~/diff/field-changes";

/** What keeps its versions. */
export type VersionKind = "client" | "campaign" | "idea" | "profile" | "role" | "prompt" | "settings";

export interface Version {
  id: string;
  kind: VersionKind;
  entity_id: string;
  entity_name: string;
  number: number;
  action: "baseline" | "created" | "updated" | "restored" | "undone" | "rolled_back" | (string & {});
  at: string;
  actor_name: string;
  request_id: string | null;
  /** The version that it goes back to. */
  source_id?: string | null;
  fields: string[];
}

export interface VersionDetail extends Version {
  changes: FieldChange[];
}

/** A field that cannot be taken back: before the change (`base`), after it (`theirs`), and now (`ours`). */
export interface Conflict {
  kind?: VersionKind;
  id?: string;
  field: string;
  reason?: "changed_since" | "not_restorable" | "created" | "would_orphan" | (string & {});
  base: unknown;
  theirs: unknown;
  ours: unknown;
}

export interface RollbackResult {
  kind: VersionKind;
  entity_id: string;
  /** The new version; nothing where it already was as before. */
  version: Version | null;
}
