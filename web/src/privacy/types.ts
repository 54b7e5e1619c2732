export type SubjectKind = "member" | "profile" | "client";

export interface PrivacyExport {
  id: string;
  state: "queued" | "running" | "done" | "failed" | "expired" | (string & {});
  subject_id?: string | null;
  subject_name?: string | null;
  bytes?: number | null;
  created_at: string;
  expires_at?: string | null;
}

export interface PrivacyErasure {
  id: string;
  state: "queued" | "running" | "done" | "failed" | "held" | (string & {});
  subject_id?: string | null;
  subject_name?: string | null;
  reason: string;
  created_at: string;
  finished_at?: string | null;
}

/** How long what is of a class is kept; null: for ever. */
export interface RetentionPolicy {
  class: string;
  days: number | null;
  default_days?: number | null;
  description?: string | null;
  version?: number;
}

export interface LegalHold {
  id: string;
  subject: string;
  subject_name?: string | null;
  reason: string;
  created_at: string;
  created_by_name?: string | null;
}
