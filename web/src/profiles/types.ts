export const PROFILE_KINDS = ["model", "photographer", "director", "artist", "voice"] as const;
export type ProfileKind = (typeof PROFILE_KINDS)[number];

export type Attributes = Record<string, unknown>;

/** Somebody who can be booked, with what their kind is described by. */
export interface Profile {
  id: string;
  kind: ProfileKind;
  name: string;
  account_id: string;
  account_name?: string | null;
  member_id: string | null;
  attributes: Attributes;
  version: number;
  created_at: string;
  updated_at?: string;
}

export interface ProfileOrder {
  account_id: string;
  kind: ProfileKind;
  name: string;
  attributes: Attributes;
}

/** The part of JSON Schema that attributes use; what else is in it is kept as it is. */
export interface JsonSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  enum?: unknown[];
  format?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  additionalProperties?: boolean | JsonSchema;
  [keyword: string]: unknown;
}

export interface ProfileSchema {
  kind: ProfileKind;
  schema: JsonSchema;
  version: number;
  profiles_count?: number;
  updated_at?: string;
}
