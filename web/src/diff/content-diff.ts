import type { Content } from "~/api/types";
import { type Part, toParts } from "~/ideas/content";
import { type Change, countChanges, type DiffCounts, diffWords } from "./word-diff";

/** A text that is not the same in two versions. */
export interface PartDiff extends Omit<Part, "text"> {
  changes: Change[];
}

/** What changed between two versions, text by text, in reading order. */
export function diffContent(before: Content, after: Content, locale?: string): PartDiff[] {
  const older = new Map(toParts(before).map((part) => [part.key, part]));
  const newer = toParts(after);
  const newerKeys = new Set(newer.map((part) => part.key));
  const gone = [...older.values()].filter((part) => !newerKeys.has(part.key));
  return [
    ...newer.map((part) => compareParts(older.get(part.key)?.text ?? "", part.text, part, locale)),
    ...gone.map((part) => compareParts(part.text, "", part, locale)),
  ].flatMap((part) => part ?? []);
}

export function countContentChanges(parts: readonly PartDiff[]): DiffCounts {
  const total = { added: 0, removed: 0 };
  for (const part of parts) {
    const counts = countChanges(part.changes);
    total.added += counts.added;
    total.removed += counts.removed;
  }
  return total;
}

function compareParts(before: string, after: string, part: Part, locale?: string): PartDiff | null {
  if (before === after) return null;
  const { text: _, ...place } = part;
  return { ...place, changes: diffWords(before, after, locale) };
}
