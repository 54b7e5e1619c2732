/**
 * Keys of the server cache. The first part names the resource in the plural; live changes invalidate by it.
 * `list` and `one` come second, so that a list can go stale without its members.
 */
type Filter = Readonly<Record<string, string | number | null | undefined>>;

export const keys = {
  me: ["me"] as const,
  health: ["health"] as const,
  providers: ["providers"] as const,
  security: ["security"] as const,
  sessions: ["sessions"] as const,
  grants: ["grants"] as const,
  apiKeys: ["api-keys"] as const,
  applications: ["applications"] as const,
  tokenIssuers: ["token-issuers"] as const,
  home: ["home"] as const,
  clients: {
    all: ["clients"] as const,
    list: (filter: Filter = {}) => ["clients", "list", filter] as const,
    one: (id: string) => ["clients", "one", id] as const,
  },
  exercises: (clientId: string) => ["exercises", clientId] as const,
  voice: (clientId: string) => ["voice", clientId] as const,
  campaigns: {
    all: ["campaigns"] as const,
    list: (filter: Filter = {}) => ["campaigns", "list", filter] as const,
    one: (id: string) => ["campaigns", "one", id] as const,
  },
  batches: {
    all: ["batches"] as const,
    list: (campaignId: string) => ["batches", "list", campaignId] as const,
    one: (id: string) => ["batches", "one", id] as const,
  },
  ideas: {
    all: ["ideas"] as const,
    list: (filter: Filter = {}) => ["ideas", "list", filter] as const,
    one: (id: string) => ["ideas", "one", id] as const,
    versions: (id: string) => ["ideas", "versions", id] as const,
  },
  rounds: (ideaId: string) => ["rounds", ideaId] as const,
  comments: (ideaId: string) => ["comments", ideaId] as const,
  links: (campaignId: string) => ["links", campaignId] as const,
  /** `scope` is the campaign, or the token of a review link. */
  review: (scope: string) => ["review", scope] as const,
  rules: ["rules"] as const,
  prompts: {
    all: ["prompts"] as const,
    list: () => ["prompts", "list"] as const,
    one: (id: string) => ["prompts", "one", id] as const,
  },
  activity: (filter: Filter = {}) => ["activity", filter] as const,
  usage: ["usage"] as const,
  members: ["members"] as const,
  users: {
    all: ["users"] as const,
    list: (filter: Filter = {}) => ["users", "list", filter] as const,
  },
  invitations: ["invitations"] as const,
  permissions: ["permissions"] as const,
  roles: ["roles"] as const,
  overrides: (memberId: string) => ["overrides", memberId] as const,
  assignments: (memberId: string) => ["assignments", memberId] as const,
  memberRights: (memberId: string) => ["member_rights", memberId] as const,
  explain: (query: Filter) => ["explain", query] as const,
  accounts: {
    all: ["accounts"] as const,
    list: (filter: Filter = {}) => ["accounts", "list", filter] as const,
    one: (id: string) => ["accounts", "one", id] as const,
    members: (id: string) => ["accounts", "members", id] as const,
  },
  profiles: {
    all: ["profiles"] as const,
    list: (filter: Filter = {}) => ["profiles", "list", filter] as const,
    one: (id: string) => ["profiles", "one", id] as const,
  },
  profileSchemas: ["profile_schemas"] as const,
  tenants: ["tenants"] as const,
  tenant: ["tenant"] as const,
  audit: {
    all: ["audit"] as const,
    list: (filter: Filter = {}) => ["audit", "list", filter] as const,
    one: (id: string) => ["audit", "one", id] as const,
    actions: ["audit_actions"] as const,
    exports: ["audit_exports"] as const,
    seals: ["audit_seals"] as const,
  },
  versions: {
    all: ["versions"] as const,
    list: (kind: string, id: string) => ["versions", "list", kind, id] as const,
    one: (id: string) => ["versions", "one", id] as const,
    diff: (id: string, other: string) => ["versions", "diff", id, other] as const,
    request: (id: string) => ["versions", "request", id] as const,
  },
  privacy: {
    exports: ["privacy_exports"] as const,
    erasures: ["privacy_erasures"] as const,
    retention: ["retention"] as const,
    holds: ["legal_holds"] as const,
  },
};
