/** What the doors of the house answer with. */

export interface Provider {
  key: string;
  name: string;
}

export interface PasskeyChallenge<Options> {
  challenge_id: string;
  options: Options;
}

export interface InvitationFound {
  tenant_name: string;
  tenant_slug: string;
  role_name: string;
  email: string;
  inviter_name: string | null;
  expires_at: string;
  has_account: boolean;
}
