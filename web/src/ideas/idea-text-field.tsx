import type { ReactNode } from "react";
import type { Anchor } from "~/api/types";
import { AnnotatedTextarea } from "./annotated-textarea";
import { highlightsOn, placeId } from "./comment-anchors";
import { textAt } from "./content";
import { useEditor } from "./editor-context";
import { withText } from "./merge";

interface IdeaTextFieldProps {
  channel: Anchor["channel"];
  field: "hook" | "body" | "text";
  label: string;
  help?: ReactNode;
  aside?: ReactNode;
  rows?: number;
  maxLength?: number;
  isInvalid?: boolean;
  isLarge?: boolean;
}

/** A text of the idea that can be commented on, passage by passage. */
export function IdeaTextField({ channel, field, ...rest }: IdeaTextFieldProps) {
  const { content, change, comments, activeCommentId, commentOn } = useEditor();
  const value = textAt(content, channel, field) ?? "";
  return (
    <AnnotatedTextarea
      {...rest}
      id={placeId(channel, field)}
      name={`${channel ?? "idea"}.${field}`}
      value={value}
      onChange={(next) => change(withText(content, { channel, field }, next))}
      highlights={highlightsOn(comments, channel, field, value)}
      activeId={activeCommentId}
      onComment={commentOn ? (passage) => commentOn(channel, field, passage) : undefined}
    />
  );
}
