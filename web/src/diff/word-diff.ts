import { compare, type Op } from "./myers";

/** A run of text that both versions share, or that only one of them has. */
export type Change = { kind: "same" | "removed" | "added"; text: string };

export type DiffCounts = { added: number; removed: number };

/**
 * What changed from one text to the other, word by word. Words are the reader's words, whatever
 * the script (`Intl.Segmenter`), so neither an emoji nor a combining accent is ever cut in two.
 */
export function diffWords(before: string, after: string, locale?: string): Change[] {
  const hunks = joinHunks(toHunks(compare(words(before, locale), words(after, locale))));
  return hunks.flatMap((hunk) => [
    ...run("same", hunk.same),
    ...run("removed", hunk.removed),
    ...run("added", hunk.added),
  ]);
}

/** Words added and removed; white space and punctuation do not count. */
export function countChanges(changes: readonly Change[], locale?: string): DiffCounts {
  const counts = { added: 0, removed: 0 };
  for (const change of changes) {
    if (change.kind !== "same") counts[change.kind] += countWords(change.text, locale);
  }
  return counts;
}

export function isUnchanged(changes: readonly Change[]): boolean {
  return changes.every((change) => change.kind === "same");
}

/** Shared text, then what replaced what after it. */
type Hunk = { same: string; removed: string; added: string };

function toHunks(ops: readonly Op[]): Hunk[] {
  const hunks: Hunk[] = [];
  let open: Hunk = { same: "", removed: "", added: "" };
  for (const op of ops) {
    if (op.kind === "same" && (open.removed || open.added)) {
      hunks.push(open);
      open = { same: "", removed: "", added: "" };
    }
    open[op.kind] += op.token;
  }
  return [...hunks, open];
}

/**
 * A shortest script keeps the lone space or comma between two replaced words, which reads as
 * confetti. Two replacements with nothing but that between them become one.
 */
function joinHunks(hunks: readonly Hunk[]): Hunk[] {
  const joined: Hunk[] = [];
  for (const hunk of hunks) {
    const previous = joined.at(-1);
    const isConfetti = previous && isReplacement(previous) && isReplacement(hunk) && isSeparator(hunk.same);
    if (previous && isConfetti) {
      previous.removed += hunk.same + hunk.removed;
      previous.added += hunk.same + hunk.added;
    } else {
      joined.push({ ...hunk });
    }
  }
  return joined;
}

function isReplacement(hunk: Hunk): boolean {
  return hunk.removed !== "" && hunk.added !== "";
}

function isSeparator(text: string): boolean {
  return text.length <= 3 && !/[\p{L}\p{N}\n]/u.test(text);
}

function run(kind: Change["kind"], text: string): Change[] {
  return text ? [{ kind, text }] : [];
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenter(locale = "und"): Intl.Segmenter {
  const known = segmenters.get(locale);
  if (known) return known;
  const made = new Intl.Segmenter(locale, { granularity: "word" });
  segmenters.set(locale, made);
  return made;
}

function words(text: string, locale?: string): string[] {
  return Array.from(segmenter(locale).segment(text), (piece) => piece.segment);
}

function countWords(text: string, locale?: string): number {
  let count = 0;
  for (const piece of segmenter(locale).segment(text)) if (piece.isWordLike) count++;
  return count;
}
