import type { Schemas } from "~/api/types";

/** One action on one kind of thing, as the server describes it. */
export type PermissionEntry = Schemas["PermissionEntry"];
export type RoleDetail = Schemas["Role"];
/** One thing that says something about a permission. */
export type DecidingRule = Schemas["DecidingRule"];
export type Explanation = Schemas["Explanation"];
