import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { YOUTUBE_FOLD } from "./fold";
import { FoldedText } from "./folded-text";
import type { PreviewProps } from "./linkedin-preview";
import { Mark, Portrait, Sketch } from "./marks";
import { useMeasuredFold } from "./use-measured-fold";
import "./previews.css";

interface YoutubePreviewProps extends PreviewProps {
  /** Running time in seconds; 0 when nothing says how long it is. */
  seconds: number;
}

export function YoutubePreview({ author, text, title, visual, seconds }: YoutubePreviewProps): ReactNode {
  const { t } = useTranslation("ideas");
  const more = t("preview.more");
  const fold = useMeasuredFold(text, YOUTUBE_FOLD, more);
  return (
    <article className="feed" aria-label={t("preview.label", { channel: "YouTube" })}>
      <div className="relative">
        <Sketch seed={author + visual} text={visual || t("preview.no_visual")} className="aspect-video" />
        <span
          aria-hidden="true"
          className="absolute inset-0 m-auto feed-scrim flex size-14 items-center justify-center rounded-full"
        >
          <Mark name="play" size={24} />
        </span>
        {seconds > 0 && (
          <span className="absolute end-2 bottom-2 feed-scrim rounded-sm px-1.5 text-xs font-medium tabular-nums">
            {formatRunningTime(seconds)}
          </span>
        )}
      </div>
      <div className="flex gap-3 p-3">
        <Portrait name={author} size={36} />
        <div className="min-w-0 flex-1">
          <p className="line-clamp-2 text-[15px] leading-5 font-semibold text-pretty">{title}</p>
          <p className="feed-quiet mt-0.5 text-xs">
            {author} · {t("preview.now")}
          </p>
        </div>
      </div>
      <div className="mx-3 mb-3 rounded-lg bg-(--feed-art) px-3 py-2 text-[13px] leading-[18px]">
        <FoldedText text={text} fold={fold} more={more} less={t("preview.see_less")} />
      </div>
    </article>
  );
}

export function formatRunningTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
