import { oneOf } from "~/search";
import { IDEA_CHANNELS } from "./content";

export const SIDES = ["preview", "comments", "versions", "history"] as const;
export type Side = (typeof SIDES)[number];

export const PARTS = ["core", "storyboard", ...IDEA_CHANNELS] as const;
export type EditorPart = (typeof PARTS)[number];

/** What the address of an idea's page says: which text is open, and what stands beside it. */
export interface EditorSearch {
  part?: EditorPart | undefined;
  side?: Side | undefined;
}

export function readEditorSearch(search: Record<string, unknown>): EditorSearch {
  return { part: oneOf(search.part, PARTS), side: oneOf(search.side, SIDES) };
}
