import type { Language } from "~/api/types";

export interface TenantSettings {
  week_starts_on: "monday" | "sunday" | (string & {}) | null;
  accent_color: string | null;
  contact_email: string | null;
  imprint_address: string | null;
}

export const TENANT_KINDS = ["agency", "ghostwriting", "label", "talent_agency", "studio"] as const;

/** An organisation on this platform. */
export interface TenantEntry {
  id: string;
  slug: string;
  name: string;
  kind?: string;
  locale: Language;
  time_zone: string;
  settings?: TenantSettings;
  created_at?: string;
  version: number;
}

export interface TenantOrder {
  slug: string;
  name: string;
  kind: string;
  locale: string;
  time_zone: string;
}
