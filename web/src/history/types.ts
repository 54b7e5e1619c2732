import type { Schemas } from "~/api/types";

/** What keeps its versions. */
export type VersionKind = "client" | "campaign" | "idea" | "profile" | "role" | "prompt" | "settings";

export type Version = Schemas["Version"];
export type VersionDetail = Schemas["VersionWithSnapshot"];
/** A field that cannot be taken back: before the change (`base`), after it (`theirs`), and now (`ours`). */
export type Conflict = Schemas["Conflict"];
export type RollbackResult = Schemas["RollbackResult"];
