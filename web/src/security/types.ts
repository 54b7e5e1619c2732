/** One's own proofs, sessions and the applications one lets in. */

export interface Passkey {
  id: string;
  name: string;
  created_at: string;
  last_used_at: string | null;
}

export interface Security {
  has_password: boolean;
  passkeys: Passkey[];
  totp: { enabled: boolean; confirmed_at: string | null };
  recovery_codes_left: number;
  assurance_level: number;
}

export interface TotpEnrolment {
  secret: string;
  uri: string;
  qr_svg: string;
}

export interface RecoveryCodes {
  recovery_codes: string[];
}

export interface Session {
  id: string;
  device: { browser: string | null; os: string | null };
  address: string | null;
  created_at: string;
  last_seen_at: string;
  expires_at: string;
  is_current: boolean;
  method: string;
}

export interface Grant {
  id: string;
  client_name: string;
  scopes: string[];
  member_name: string | null;
  created_at: string;
  last_used_at: string | null;
}
