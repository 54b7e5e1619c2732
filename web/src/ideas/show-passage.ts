import type { Anchor } from "~/api/types";
import type { Span } from "./anchors";
import { placeId } from "./comment-anchors";

/** Brings a passage into view: selected in a text that is edited, focused in one that is read. */
export function showPassage(channel: Anchor["channel"], field: string, span: Span | null): void {
  // The tab with the text may have been opened just now and is drawn in the next frame.
  requestAnimationFrame(() => {
    const element = document.getElementById(placeId(channel, field));
    if (!element) return;
    element.scrollIntoView({ block: "center", behavior: "smooth" });
    element.focus({ preventScroll: true });
    if (span && element instanceof HTMLTextAreaElement) element.setSelectionRange(span.start, span.end);
  });
}
