import { createContext, useContext } from "react";
import type { Anchor, Comment, Content } from "~/api/types";
import type { Passage } from "./anchors";

/** What the parts of the editor share: the text being typed and what is said about it. */
export interface Editor {
  content: Content;
  change: (content: Content) => void;
  comments: readonly Comment[];
  activeCommentId: string | null;
  /** Begins a comment on a passage of the text on screen; null where the person may not. */
  commentOn: ((channel: Anchor["channel"], field: Anchor["field"], passage: Passage) => void) | null;
}

export const EditorContext = createContext<Editor | null>(null);

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error("useEditor needs an EditorContext above it");
  return editor;
}

/** A comment that is being written, and the passage it is about. */
export interface PendingComment {
  anchor: Anchor | null;
}
