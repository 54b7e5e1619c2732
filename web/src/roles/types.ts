import type { Channel } from "~/api/types";

/** One action on one kind of thing, as the server describes it. */
export interface PermissionInfo {
  permission: string;
  resource: string;
  action: string;
  description: string;
  /** For what is published: the platforms for which it can be held alone. */
  platforms: Channel[];
  is_sensitive: boolean;
  level: string;
}

export interface RoleInfo {
  id: string;
  key: string;
  name: string;
  description: string | null;
  is_built_in: boolean;
  is_assignable: boolean;
  /** `idea.create`, or for one platform only `idea.create:linkedin`. */
  permissions: string[];
  /** What a role out of the box may do where nobody changed it. */
  default_permissions?: string[] | null;
  members_count: number;
  version: number;
}

export interface RuleInfo {
  kind: "role" | "override" | "account" | "super_admin" | "none" | (string & {});
  id?: string | null;
  name?: string | null;
  scope?: string | null;
  effect?: string | null;
  expires_at?: string | null;
}

export interface Explanation {
  decision: "allow" | "deny";
  sentence: string;
  rule: RuleInfo | null;
  considered: RuleInfo[];
}
