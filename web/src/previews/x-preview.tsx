import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { X_FOLD } from "./fold";
import { FoldedText } from "./folded-text";
import { toHandle } from "./instagram-preview";
import type { PreviewProps } from "./linkedin-preview";
import { Mark, type MarkName, Portrait, Sketch } from "./marks";
import { useMeasuredFold } from "./use-measured-fold";
import "./previews.css";

const ACTIONS: readonly MarkName[] = ["comment", "repost", "heart", "views", "save", "share"];

export function XPreview({ author, text, visual }: PreviewProps): ReactNode {
  const { t } = useTranslation("ideas");
  const more = t("preview.show_more");
  const fold = useMeasuredFold(text, X_FOLD, more);
  return (
    <article className="feed flex gap-3 p-4" aria-label={t("preview.label", { channel: "X" })}>
      <Portrait name={author} />
      <div className="min-w-0 flex-1">
        <p className="flex gap-1">
          <strong className="truncate font-bold">{author}</strong>
          <span className="feed-quiet truncate">
            @{toHandle(author).replaceAll(".", "_")} · {t("preview.now")}
          </span>
        </p>
        <div className="text-[15px]">
          <FoldedText text={text} fold={fold} more={more} less={t("preview.see_less")} />
        </div>
        {visual && (
          <Sketch
            seed={author + visual}
            text={visual}
            className="mt-3 aspect-video overflow-hidden rounded-lg"
          />
        )}
        <div className="feed-quiet mt-3 flex justify-between">
          {ACTIONS.map((mark) => (
            <Mark key={mark} name={mark} size={18} />
          ))}
        </div>
      </div>
    </article>
  );
}
