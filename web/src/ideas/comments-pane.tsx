import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Comment, Content, Idea } from "~/api/types";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { locate } from "./anchors";
import { toThreads } from "./comment-anchors";
import { CommentComposer } from "./comment-composer";
import { CommentThread } from "./comment-thread";
import { textAt } from "./content";
import type { PendingComment } from "./editor-context";

interface CommentsPaneProps {
  idea: Idea;
  /** The text on screen, in which passages are looked for. */
  content: Content;
  comments: readonly Comment[];
  activeId: string | null;
  pending: PendingComment;
  onPending: (pending: PendingComment) => void;
  onShow: (comment: Comment) => void;
}

export function CommentsPane(props: CommentsPaneProps) {
  const { idea, content, comments, activeId, pending, onPending, onShow } = props;
  const { t } = useTranslation("ideas");
  const may = useMay();
  const [hasResolved, setHasResolved] = useState(false);
  const threads = toThreads(comments);
  const open = threads.filter(({ root }) => !root.resolved_at);
  const resolved = threads.filter(({ root }) => root.resolved_at);
  const shown = hasResolved ? [...open, ...resolved] : open;
  return (
    <div className="flex flex-col gap-4">
      {may("comment.create") ? (
        <CommentComposer
          ideaId={idea.id}
          pending={pending}
          onDropPassage={() => onPending({ anchor: null })}
          onDone={() => onPending({ anchor: null })}
        />
      ) : null}
      {threads.length === 0 ? <p className="text-ink-soft">{t("comments.empty")}</p> : null}
      {shown.map((thread) => (
        <CommentThread
          key={thread.root.id}
          thread={thread}
          isGone={isGone(thread.root, content)}
          isActive={thread.root.id === activeId}
          onShow={() => onShow(thread.root)}
        />
      ))}
      {resolved.length > 0 ? (
        <Button size="sm" variant="ghost" className="self-start" onClick={() => setHasResolved(!hasResolved)}>
          {hasResolved
            ? t("comments.hide_resolved")
            : t("comments.show_resolved", { count: resolved.length })}
        </Button>
      ) : null}
    </div>
  );
}

function isGone({ anchor }: Comment, content: Content): boolean {
  if (!anchor) return false;
  const text = textAt(content, anchor.channel, anchor.field);
  return text === undefined || locate(text, anchor) === null;
}
