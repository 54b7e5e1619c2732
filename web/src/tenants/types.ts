import type { Schemas } from "~/api/types";

export type TenantSettings = Schemas["TenantSettings"];
export const TENANT_KINDS = [
  "agency",
  "ghostwriting",
  "label",
  "talent_agency",
  "studio",
] as const satisfies Schemas["TenantKind"][];
/** An organisation on this platform. */
export type TenantEntry = Schemas["TenantDetail"];
export type TenantOrder = Schemas["TenantCreate"];
