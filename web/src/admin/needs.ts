/** The permission that opens each page of the administration. */
export const NEEDS = {
  people: "member.read",
  roles: "role.read",
  accounts: "account.read",
  profiles: "profile.read",
  audit: "audit.read",
  privacy: "privacy.export",
  tenants: "tenant.manage",
  organisation: "settings.read",
} as const;
