import type { Member, Schemas } from "~/api/types";

export const ACCOUNT_KINDS = [
  "agency",
  "client",
  "artist",
  "label",
  "brand",
  "individual",
  "studio",
] as const satisfies Schemas["AccountKind"][];
export type AccountKind = Schemas["AccountKind"];

/** One of those that a tenant works for, or the agency itself. */
export type Account = Schemas["Account"];
export type AccountOrder = Schemas["AccountCreate"];
/** Somebody who works for an account. */
export type AccountMember = Member;
