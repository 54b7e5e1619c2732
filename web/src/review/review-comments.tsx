import { MessageSquarePlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Comment } from "~/api/types";
import { toThreads } from "~/ideas/comment-anchors";
import { Avatar } from "~/ui/avatar";
import { Button } from "~/ui/button";
import { useFormat } from "~/ui/use-format";
import { QuotedPassage } from "./quoted-passage";

interface ReviewCommentsProps {
  comments: readonly Comment[];
  onAdd: () => void;
}

/** What client and agency said to each other. Internal comments never reach this page. */
export function ReviewComments({ comments, onAdd }: ReviewCommentsProps) {
  const { t } = useTranslation("review");
  const threads = toThreads(comments);
  return (
    <section className="flex flex-col gap-4">
      <div className="flex items-center justify-between gap-3">
        <h2 className="font-serif text-xl">{t("comments")}</h2>
        <Button icon={<MessageSquarePlus size={16} aria-hidden="true" />} onClick={onAdd}>
          {t("comment_add")}
        </Button>
      </div>
      {threads.map(({ root, replies }) => (
        <article key={root.id} className="flex flex-col gap-3 rounded-md border border-line bg-surface p-4">
          {root.anchor ? <QuotedPassage anchor={root.anchor} /> : null}
          {[root, ...replies].map((comment) => (
            <Said key={comment.id} comment={comment} />
          ))}
        </article>
      ))}
    </section>
  );
}

function Said({ comment }: { comment: Comment }) {
  const format = useFormat();
  return (
    <div className="flex gap-2.5">
      <Avatar name={comment.author_name} size="sm" />
      <div className="min-w-0 flex-1">
        <p className="text-sm">
          <span className="font-medium">{comment.author_name}</span>{" "}
          <time dateTime={comment.created_at} className="text-ink-faint">
            {format.ago(comment.created_at)}
          </time>
        </p>
        <p className="whitespace-pre-wrap break-words">{comment.body}</p>
      </div>
    </div>
  );
}
