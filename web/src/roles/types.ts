import type { Channel } from "~/api/types";

/** One action on one kind of thing, as the server describes it. */
export interface PermissionEntry {
  permission: string;
  resource: string;
  action: string;
  description: string;
  /** For what is published: the platforms for which it can be held alone. */
  platforms: Channel[];
  is_sensitive: boolean;
  level: string;
}

export interface RoleDetail {
  id: string;
  key: string;
  name: string;
  description: string | null;
  is_built_in: boolean;
  is_assignable: boolean;
  /** `idea.create`, or for one platform only `idea.create:linkedin`. */
  permissions: string[];
  /** Of a role out of the box: what the tenant added to it, and what it took away. */
  granted: string[];
  revoked: string[];
  members_count: number;
  version: number;
}

/** One thing that says something about a permission. */
export interface DecidingRule {
  kind: "role" | "assignment" | "override" | "super_admin" | "credential" | (string & {});
  id: string | null;
  /** The key of the role. */
  role: string | null;
  scope: { level: string; account_id: string | null; profile_id: string | null };
  effect: "allow" | "deny";
  platform: Channel | null;
  expires_at: string | null;
  /** Whether it says something about what was asked. */
  applies: boolean;
}

export interface Explanation {
  decision: "allow" | "deny";
  sentence: string;
  rule: DecidingRule | null;
  considered: DecidingRule[];
}
