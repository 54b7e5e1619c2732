export const ACCOUNT_KINDS = [
  "agency",
  "client",
  "artist",
  "label",
  "brand",
  "individual",
  "studio",
] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** One of those that a tenant works for, or the agency itself. */
export interface Account {
  id: string;
  kind: AccountKind;
  name: string;
  parent_id: string | null;
  members_count: number;
  profiles_count: number;
  client_id: string | null;
  version: number;
  created_at: string;
  archived_at: string | null;
}

export interface AccountOrder {
  kind: AccountKind;
  name: string;
  parent_id?: string | null;
}

/** Somebody who works for an account. */
export interface AccountMember {
  id: string;
  name: string;
  email: string;
  role: string;
  role_name?: string;
  last_sign_in_at?: string | null;
}
