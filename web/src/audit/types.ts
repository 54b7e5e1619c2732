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
  target: AuditParty | null;
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
  /** How many there will be, where the server has counted. */
  rows_total?: number | null;
  bytes: number | null;
  created_at: string;
  created_by_name?: string | null;
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
  items: AuditSeal[];
  unsealed: number;
  public_key: string;
}
