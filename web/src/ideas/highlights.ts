import type { Span } from "./anchors";

export type Highlight = Span & { id: string };

/** A piece of the text and the highlights that cover it, in the order they were given. */
export type Piece = { text: string; start: number; ids: string[] };

/** Cuts a text at the edges of all highlights; overlapping ones share the pieces they share. */
export function toPieces(text: string, highlights: readonly Highlight[]): Piece[] {
  const inside = highlights
    .map(({ id, start, end }) => ({
      id,
      start: Math.max(0, start),
      end: Math.min(text.length, end),
    }))
    .filter(({ start, end }) => end > start);
  const edges = new Set([0, text.length]);
  for (const { start, end } of inside) edges.add(start).add(end);
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, i) => {
    const end = cuts[i + 1] ?? text.length;
    const covering = inside.filter((highlight) => highlight.start <= start && highlight.end >= end);
    return { text: text.slice(start, end), start, ids: covering.map(({ id }) => id) };
  });
}
