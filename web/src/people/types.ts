import type { Schemas } from "~/api/types";

export type UserState = Schemas["UserState"];
/** Somebody of the tenant, as the administration sees them. */
export type User = Schemas["User"];
export type UserChange = Required<Schemas["UserUpdate"]>;

export type Invitation = Schemas["Invitation"];
export type InvitationOrder = Schemas["InvitationCreate"];
export type ImportRow = Schemas["ImportedRow"];

/** An exception for one person: allowed or denied whatever the role says. */
export type Override = Schemas["PermissionOverride"];
export type Assignment = Schemas["RoleAssignment"];
