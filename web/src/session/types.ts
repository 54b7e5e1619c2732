/** What the doors of the house answer with. */
import type { Schemas } from "~/api/types";

export type Provider = Schemas["Provider"];
export type InvitationFound = Schemas["InvitationGreeting"];

/** The server passes the options of a ceremony on as WebAuthn defines them. */
export type PasskeyChallenge<Options> = Omit<Schemas["PasskeyChallenge"], "options"> & { options: Options };
