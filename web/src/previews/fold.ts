// Where a feed cuts a text off behind "…see more". The networks publish no numbers; these are
// what their feeds showed on the dates in the rules table, and both limits apply: a text folds at
// the characters or at the lines, whichever comes first.

export type Surface = "desktop" | "mobile";

export type FoldLimits = { chars: number; lines: number };

export const LINKEDIN_FOLD: Record<Surface, FoldLimits> = {
  desktop: { chars: 210, lines: 3 },
  mobile: { chars: 140, lines: 2 },
};

export const INSTAGRAM_FOLD: FoldLimits = { chars: 125, lines: 2 };

export const YOUTUBE_FOLD: FoldLimits = { chars: 157, lines: 2 };

export const X_FOLD: FoldLimits = { chars: 280, lines: 10 };

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * UTF-16 offset at which a text folds by its characters and its own line breaks; the text's length
 * when it does not. Wrapped lines need a layout: `useMeasuredFold` narrows this further.
 */
export function foldOffset(text: string, limits: FoldLimits): number {
  let characters = 0;
  let lines = 1;
  for (const { segment, index } of graphemes.segment(text)) {
    if (segment === "\n" || segment === "\r\n") {
      lines++;
      if (lines > limits.lines && text.slice(index).trim() !== "") return index;
    }
    characters++;
    if (characters > limits.chars) return toWordEnd(text, index);
  }
  return text.length;
}

/** Back to the end of the last whole word, unless that would lose most of the line. */
export function toWordEnd(text: string, offset: number): number {
  if (offset >= text.length) return text.length;
  const head = text.slice(0, offset);
  if (/\s/u.test(text[offset] ?? "")) return head.trimEnd().length;
  const lastSpace = head.search(/\s\S*$/u);
  const isTooShort = offset - lastSpace > 30;
  return lastSpace === -1 || isTooShort ? offset : head.slice(0, lastSpace).trimEnd().length;
}

/** Characters (graphemes) up to an offset, as people count them. */
export function countCharacters(text: string, offset = text.length): number {
  let count = 0;
  for (const { index } of graphemes.segment(text)) {
    if (index >= offset) break;
    count++;
  }
  return count;
}
