import type { Schemas } from "~/api/types";

export type AuditParty = Schemas["AuditParty"];
/** One thing that happened, as the log keeps it. */
export type AuditEvent = Schemas["AuditEvent"];
export type AuditClass = Schemas["AuditClassActions"];
export type AuditExport = Schemas["AuditExport"];
export type AuditSeal = Schemas["AuditSeal"];
export type AuditSeals = Schemas["AuditSeals"];
