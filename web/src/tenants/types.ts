import type { Language } from "~/api/types";

/** An organisation on this platform. */
export interface TenantInfo {
  id: string;
  slug: string;
  name: string;
  kind?: string;
  locale: Language;
  time_zone: string;
  settings?: Record<string, unknown>;
  members_count?: number;
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
