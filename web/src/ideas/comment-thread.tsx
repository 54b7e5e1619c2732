import { Check, CornerDownRight, Eye, Lock, Quote } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Comment } from "~/api/types";
import { useMay } from "~/session/queries";
import { Avatar } from "~/ui/avatar";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { cx } from "~/ui/class-names";
import { TextareaField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { useFormat } from "~/ui/use-format";
import type { Thread } from "./comment-anchors";
import { useAddComment, useResolveComment } from "./use-idea-mutations";
import { usePlaceName } from "./use-place-name";

interface CommentThreadProps {
  thread: Thread;
  /** The passage has been rewritten since. */
  isGone: boolean;
  isActive: boolean;
  onShow: () => void;
}

/** One matter: what was said about which passage, the answers, and its end. */
export function CommentThread({ thread, isGone, isActive, onShow }: CommentThreadProps) {
  const { t } = useTranslation("ideas");
  const may = useMay();
  const [isReplying, setIsReplying] = useState(false);
  const { root, replies } = thread;
  const resolve = useResolveComment(root.idea_id);
  const isInternal = root.visibility === "internal";
  return (
    <article
      className={cx(
        "flex flex-col gap-3 rounded-md border p-3.5",
        isInternal ? "border-line bg-sunken" : "border-accent-line bg-surface",
        isActive ? "outline-2 outline-accent" : null,
        root.resolved_at ? "opacity-75" : null,
      )}
    >
      <Visibility isInternal={isInternal} />
      <Passage comment={root} isGone={isGone} onShow={onShow} />
      <Said comment={root} />
      {replies.map((reply) => (
        <div key={reply.id} className="border-line border-l-2 pl-3">
          <Said comment={reply} />
        </div>
      ))}
      {root.resolved_at ? (
        <p className="flex items-center gap-1.5 text-good text-sm">
          <Check size={14} aria-hidden="true" />
          {t("comments.resolved", { name: root.resolved_by_name ?? "" })}
        </p>
      ) : isReplying ? (
        <Reply parent={root} onClose={() => setIsReplying(false)} />
      ) : (
        <div className="flex gap-2">
          {may("comment.create") ? (
            <Button
              size="sm"
              variant="ghost"
              icon={<CornerDownRight size={14} aria-hidden="true" />}
              onClick={() => setIsReplying(true)}
            >
              {t("comments.reply")}
            </Button>
          ) : null}
          {may("idea.update") || may("comment.create_internal") ? (
            <Button
              size="sm"
              variant="ghost"
              icon={<Check size={14} aria-hidden="true" />}
              onClick={() => resolve.mutate(root)}
            >
              {t("comments.resolve")}
            </Button>
          ) : null}
        </div>
      )}
    </article>
  );
}

function Visibility({ isInternal }: { isInternal: boolean }) {
  const { t } = useTranslation("ideas");
  const Icon = isInternal ? Lock : Eye;
  return (
    <span className="flex">
      <Badge
        className={isInternal ? "border border-line-strong" : undefined}
        tone={isInternal ? "neutral" : "accent"}
        icon={<Icon size={12} aria-hidden="true" />}
      >
        {t(isInternal ? "comments.internal" : "comments.client")}
      </Badge>
    </span>
  );
}

interface PassageProps {
  comment: Comment;
  isGone: boolean;
  onShow: () => void;
}

function Passage({ comment, isGone, onShow }: PassageProps) {
  const { t } = useTranslation("ideas");
  const placeName = usePlaceName();
  const { anchor } = comment;
  if (!anchor) return null;
  return (
    <div className="border-warn border-l-2 pl-3 text-sm">
      <p className="text-ink-soft">
        {placeName(anchor)} · {t("comments.on_version", { n: comment.content_version })}
      </p>
      <blockquote className="line-clamp-3 text-ink">
        <q>{anchor.quote}</q>
      </blockquote>
      {isGone ? (
        <p className="text-warn">{t("comments.gone")}</p>
      ) : (
        <button
          type="button"
          onClick={onShow}
          className="inline-flex items-center gap-1 text-accent underline"
        >
          <Quote size={12} aria-hidden="true" />
          {t("comments.go")}
        </button>
      )}
    </div>
  );
}

function Said({ comment }: { comment: Comment }) {
  const { t } = useTranslation("ideas");
  const format = useFormat();
  return (
    <div className="flex gap-2.5">
      <Avatar name={comment.author_name} size="sm" />
      <div className="min-w-0 flex-1">
        <p className="text-sm">
          <span className="font-medium">{comment.author_name}</span>{" "}
          <span className="text-ink-faint">
            {comment.author_kind === "link" ? `${t("comments.by_link")} · ` : null}
            <time dateTime={comment.created_at} title={format.dateTime(comment.created_at)}>
              {format.ago(comment.created_at)}
            </time>
          </span>
        </p>
        <p className="whitespace-pre-wrap break-words">{comment.body}</p>
      </div>
    </div>
  );
}

function Reply({ parent, onClose }: { parent: Comment; onClose: () => void }) {
  const { t } = useTranslation("ideas");
  const add = useAddComment(parent.idea_id);

  async function send(values: FormData): Promise<void> {
    const body = textOf(values, "body");
    // An answer is seen by whoever sees the question.
    if (body) await add.mutateAsync({ body, visibility: parent.visibility, parent_id: parent.id });
    onClose();
  }

  return (
    <Form onSubmit={send} className="flex flex-col gap-2">
      {({ isBusy }) => (
        <>
          <TextareaField
            name="body"
            label={t("comments.reply_placeholder")}
            isLabelHidden
            placeholder={t("comments.reply_placeholder")}
            required
            maxLength={4000}
            rows={2}
            autoFocus
          />
          <div className="flex justify-end gap-2">
            <Button size="sm" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button size="sm" type="submit" variant="primary" isBusy={isBusy}>
              {t("comments.reply")}
            </Button>
          </div>
        </>
      )}
    </Form>
  );
}
