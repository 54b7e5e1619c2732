/** One's own proofs, sessions and the applications one lets in. */
import type { Schemas } from "~/api/types";

export type Passkey = Schemas["Passkey"];
export type Security = Schemas["Security"];
export type TotpEnrolment = Schemas["TotpSecret"];
export type RecoveryCodes = Schemas["RecoveryCodes"];
export type Session = Schemas["Session"];
export type Identity = Schemas["Identity"];
export type Grant = Schemas["OAuthGrant"];
