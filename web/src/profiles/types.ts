import type { Schemas } from "~/api/types";

export const PROFILE_KINDS = [
  "model",
  "photographer",
  "director",
  "artist",
  "voice",
] as const satisfies Schemas["ProfileKind"][];
export type ProfileKind = Schemas["ProfileKind"];

export type Attributes = Record<string, unknown>;
/** Somebody who can be booked, with what their kind is described by. */
export type Profile = Schemas["Profile"];
export type ProfileOrder = Schemas["ProfileCreate"];

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

export type ProfileSchema = Omit<Schemas["ProfileSchema"], "schema"> & { schema: JsonSchema };
