import type { Version, VersionDetail } from "~/history/types";

/** Follows from another field and is taken back with it: a prompt's text is that of its chosen version. */
const FOLLOWING: Partial<Record<Version["kind"], readonly string[]>> = { prompt: ["body"] };

/** What a change touched that goes its own way only, such as a state: an undo of it would be refused. */
export function fixedFields(
  { kind, fields }: Pick<Version, "kind" | "fields">,
  detail?: Pick<VersionDetail, "restorable">,
): string[] {
  if (!detail) return [];
  const movable = [...detail.restorable, ...(FOLLOWING[kind] ?? [])];
  return fields.filter((field) => !movable.some((name) => field === name || field.startsWith(`${name}/`)));
}
