/** Access for programs: keys, applications of others, issuers whose tokens open this house. */

export type KeyKind = "tenant" | "application" | "person" | "service";
export type KeyState = "active" | "expired" | "revoked" | "rotating";

export interface ApiKey {
  id: string;
  name: string;
  kind: KeyKind;
  prefix: string;
  scopes: string[];
  /** What is left of the scopes by the rights of the one who made the key, at this moment. */
  effective_scopes: string[];
  created_by_name: string | null;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  last_used_address: string | null;
  allowed_networks: string[];
  account_id: string | null;
  rate_limit_per_minute: number | null;
  revoked_at: string | null;
  replaced_by: string | null;
  state: KeyState;
  version: number;
}

/** Only the answer to its making tells a key. */
export type ApiKeyWithSecret = ApiKey & { key: string };

export interface ApiKeyCreate {
  name: string;
  kind: KeyKind;
  scopes: string[];
  expires_at?: string;
  allowed_networks?: string[];
  rate_limit_per_minute?: number;
}

export interface ApiKeyUpdate {
  name: string;
  allowed_networks: string[];
  /** Absent, it stays. */
  rate_limit_per_minute?: number;
}

export interface PermissionEntry {
  permission: string;
  resource: string;
  action: string;
  description: string;
  is_sensitive: boolean;
}

export type ApplicationState = "pending" | "approved" | "rejected" | "suspended";

export interface Application {
  id: string;
  client_id: string;
  name: string;
  description: string | null;
  homepage: string | null;
  redirect_uris: string[];
  scopes: string[];
  is_confidential: boolean;
  state: ApplicationState;
  review_note: string | null;
  created_at: string;
}

/** A public application has no secret; a confidential one's is told once. */
export type ApplicationWithSecret = Application & { client_secret?: string | null };

export interface ApplicationCreate {
  name: string;
  description?: string;
  homepage?: string;
  redirect_uris: string[];
  scopes: string[];
  is_confidential: boolean;
}

export interface TokenIssuer {
  id: string;
  name: string;
  issuer: string;
  audience: string;
  algorithms: string[];
  jwks_uri: string | null;
  created_at: string;
  version: number;
}

export interface TokenIssuerCreate {
  name: string;
  issuer: string;
  audience: string;
  algorithms: string[];
  jwks_uri?: string;
}
