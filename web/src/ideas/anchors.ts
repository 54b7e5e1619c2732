import { toCodePoints, toUnits } from "./code-points";

/** A passage of a field's text; start and end in code points, as the API stores it. */
export type Passage = { start: number; end: number; quote: string };

/** Where a passage is in the text on screen; offsets in UTF-16 units. */
export type Span = { start: number; end: number };

/** Code points of a passage: the API's limit for an anchor's quote, which has to be the whole passage. */
export const PASSAGE_LENGTH_MAX = 2_000;

/**
 * The passage for a selection, in code points, without the white space around it. Null when
 * nothing but white space is selected. Widened so that no character people see is cut in two.
 */
export function toPassage(text: string, from: number, to: number): Passage | null {
  let start = Math.min(from, to);
  let end = Math.max(from, to);
  while (start < end && isSpace(text[start])) start++;
  while (end > start && isSpace(text[end - 1])) end--;
  if (start === end) return null;
  const whole = widenToGraphemes(text, { start, end });
  const first = toCodePoints(text, whole.start);
  const last = Math.min(toCodePoints(text, whole.end), first + PASSAGE_LENGTH_MAX);
  return { start: first, end: last, quote: text.slice(whole.start, toUnits(text, last)) };
}

/**
 * Where a passage is now. A text that was edited keeps a passage as long as its words are still
 * there: at the stored place, else at the nearest place with the same words, else the nearest one
 * that differs only in case, quotation marks or white space. Null when the passage is gone.
 */
export function locate(text: string, passage: Passage): Span | null {
  const start = toUnits(text, passage.start);
  const end = toUnits(text, passage.end);
  if (passage.quote === "") return null;
  if (text.slice(start, end) === passage.quote) return { start, end };
  return (
    nearest(occurrences(text, passage.quote), start) ?? nearest(looseOccurrences(text, passage.quote), start)
  );
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && /\s/u.test(character);
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

function widenToGraphemes(text: string, span: Span): Span {
  const segments = graphemes.segment(text);
  const first = segments.containing(span.start);
  const last = segments.containing(span.end - 1);
  return {
    start: first?.index ?? span.start,
    end: last ? last.index + last.segment.length : span.end,
  };
}

function occurrences(text: string, quote: string): Span[] {
  const found: Span[] = [];
  for (let at = text.indexOf(quote); at !== -1; at = text.indexOf(quote, at + 1)) {
    found.push({ start: at, end: at + quote.length });
  }
  return found;
}

function looseOccurrences(text: string, quote: string): Span[] {
  const pattern = Array.from(quote.trim())
    .map(loosen)
    .join("")
    .replace(/(?:\\s\+)+/g, "\\s+");
  if (pattern === "") return [];
  return Array.from(text.matchAll(new RegExp(pattern, "giu")), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function loosen(character: string): string {
  if (/\s/u.test(character)) return "\\s+";
  if (/["'„“”‚‘’«»‹›]/u.test(character)) return "[\"'„“”‚‘’«»‹›]";
  if (/[-–—]/u.test(character)) return "[-–—]";
  return character.replace(/[\\^$.*+?()[\]{}|/]/u, "\\$&");
}

function nearest(spans: readonly Span[], start: number): Span | null {
  let best: Span | null = null;
  for (const span of spans) {
    if (!best || Math.abs(span.start - start) < Math.abs(best.start - start)) best = span;
  }
  return best;
}
