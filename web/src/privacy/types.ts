export type SubjectKind = "member" | "profile" | "client";

export interface PrivacyExport {
  id: string;
  state: "queued" | "running" | "done" | "failed" | "refused" | (string & {});
  subject_id: string;
  bytes: number;
  requested_by_name: string;
  created_at: string;
  expires_at?: string | null;
}

export interface PrivacyErasure {
  id: string;
  state: "queued" | "running" | "done" | "failed" | "refused" | (string & {});
  subject_id: string;
  reason: string;
  created_at: string;
  /** Why it was refused or failed. */
  detail: string | null;
  requested_by_name: string;
  finished_at: string | null;
}

/** How long what is of a class is kept; null: for ever. */
export interface RetentionPolicy {
  class: string;
  days: number | null;
  updated_at: string | null;
  updated_by_name: string | null;
}

export interface LegalHold {
  id: string;
  subject: string;
  reason: string;
  created_at: string;
  created_by_name: string;
  released_at: string | null;
}
