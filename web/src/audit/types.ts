import type { FieldChange } from "~/diff/field-changes";

export interface AuditParty {
  kind: string;
  id: string | null;
  name: string | null;
}

/** One thing that happened, as the log keeps it. */
export interface AuditEvent {
  id: string;
  at: string;
  action: string;
  class: string;
  level: string;
  actor: AuditParty;
  on_behalf_of: AuditParty | null;
  target: AuditParty;
  changes: FieldChange[];
  note: string | null;
  request_id: string | null;
  address: string | null;
  assurance_level: number | null;
  is_sealed: boolean;
}

export interface AuditClass {
  class: string;
  description: string;
  actions: string[];
}

export interface AuditExport {
  id: string;
  state: "queued" | "running" | "done" | "failed" | "cancelled" | (string & {});
  rows: number | null;
  bytes: number | null;
  created_at: string;
  /** What went wrong, when it failed. */
  problem: string | null;
  expires_at: string | null;
}

export interface AuditSeal {
  batch: number;
  rows: number;
  root: string;
  signature: string;
  first_at: string;
  last_at: string;
  sealed_at: string;
}

export interface AuditSeals {
  /** The newest. */
  items: AuditSeal[];
  next_cursor: string | null;
  unsealed: number;
  public_key: string;
}
