import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { INSTAGRAM_FOLD } from "./fold";
import { FoldedText } from "./folded-text";
import type { PreviewProps } from "./linkedin-preview";
import { Mark, Portrait, Sketch } from "./marks";
import { useMeasuredFold } from "./use-measured-fold";
import "./previews.css";

export function InstagramPreview({ author, text, visual, title }: PreviewProps): ReactNode {
  const { t } = useTranslation("ideas");
  const handle = toHandle(author);
  const more = t("preview.more");
  const fold = useMeasuredFold(`${handle} ${text}`, INSTAGRAM_FOLD, more);
  return (
    <article className="feed" aria-label={t("preview.label", { channel: "Instagram" })}>
      <header className="flex items-center gap-2.5 px-3 py-2.5">
        <span className="feed-ring rounded-full p-0.5">
          <span className="block rounded-full bg-(--feed-bg) p-0.5">
            <Portrait name={author} size={30} />
          </span>
        </span>
        <p className="min-w-0 flex-1 truncate font-semibold">{handle}</p>
        <Mark name="dots" />
      </header>
      <Sketch
        seed={author + visual}
        text={visual || title || t("preview.no_visual")}
        className="aspect-[4/5] max-h-[420px] w-full"
      />
      <div className="flex items-center gap-4 px-3 pt-3">
        <Mark name="heart" size={24} />
        <Mark name="comment" size={24} />
        <Mark name="send" size={24} />
        <span className="ms-auto">
          <Mark name="save" size={24} />
        </span>
      </div>
      <div className="px-3 pt-2 pb-4">
        <FoldedText text={text} lead={handle} fold={fold} more={more} less={t("preview.see_less")} />
      </div>
    </article>
  );
}

/** A plausible handle: the client's real one is not known before a channel is connected. */
export function toHandle(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[^\p{L}\p{N}]+/gu, ".").replace(/^\.|\.$/g, "") || "account";
}
