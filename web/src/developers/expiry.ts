export const EXPIRIES = ["30", "90", "365", "none"] as const;
export type Expiry = (typeof EXPIRIES)[number];

const DAY_MS = 86_400_000;

/** The moment so many days from now, or nothing for a key that ends only by being revoked. */
export function expiryOf(expiry: Expiry, now = Date.now()): string | undefined {
  return expiry === "none" ? undefined : new Date(now + Number(expiry) * DAY_MS).toISOString();
}
