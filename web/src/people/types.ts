export type UserState = "active" | "deactivated" | "invited";

/** Somebody of the tenant, as the administration sees them. */
export interface User {
  id: string;
  name: string;
  email: string;
  role: string;
  role_name: string;
  account_id: string | null;
  account_name: string | null;
  state: UserState;
  last_sign_in_at: string | null;
  created_at: string;
  has_second_factor?: boolean;
  sessions_count?: number;
  preferences: Record<string, unknown> | null;
  version: number;
}

export interface UserChange {
  name: string;
  role: string;
  account_id: string | null;
  state: UserState;
  preferences: Record<string, unknown> | null;
}

export interface Invitation {
  id: string;
  email: string;
  name?: string | null;
  role: string;
  role_name: string;
  account_id: string | null;
  invited_by_name: string | null;
  created_at: string;
  expires_at: string;
  state: "pending" | "accepted" | "revoked" | "expired";
}

export interface InvitationOrder {
  email: string;
  role: string;
  account_id?: string;
  name?: string;
}

export interface ImportRow {
  row: number;
  email: string;
  status: "invited" | "refused";
  problem?: string | null;
}

/** An exception for one person: allowed or denied whatever the role says. */
export interface Override {
  id: string;
  member_id: string;
  permission: string;
  effect: "allow" | "deny";
  account_id: string | null;
  account_name?: string | null;
  profile_id: string | null;
  expires_at: string | null;
  reason: string | null;
  created_by_name?: string | null;
}

export interface Assignment {
  id: string;
  member_id: string;
  role: string;
  role_name?: string;
  account_id: string | null;
  account_name?: string | null;
  profile_id: string | null;
  expires_at: string | null;
}
