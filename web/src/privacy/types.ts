import type { Schemas } from "~/api/types";

export type SubjectKind = "member" | "profile" | "client";

export type PrivacyExport = Schemas["PrivacyExport"];
export type PrivacyErasure = Schemas["PrivacyErasure"];
/** How long what is of a class is kept; null: for ever. */
export type RetentionPolicy = Schemas["RetentionPolicy"];
export type LegalHold = Schemas["LegalHold"];
