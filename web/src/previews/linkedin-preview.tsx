import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/ui/use-format";
import { countCharacters, LINKEDIN_FOLD, type Surface } from "./fold";
import { FoldedText } from "./folded-text";
import { Mark, type MarkName, Portrait, Sketch } from "./marks";
import { useMeasuredFold } from "./use-measured-fold";
import "./previews.css";

export interface PreviewProps {
  /** Whose post it is. */
  author: string;
  text: string;
  title?: string | null;
  visual: string;
  surface: Surface;
  /** Characters before the fold, when the rules know better than our own table. */
  foldChars?: number;
  /** Says below the card how much shows before the fold; for writers, not for readers. */
  hasFoldNote?: boolean;
}

const ACTIONS: readonly [MarkName, "preview.like" | "preview.comment" | "preview.repost" | "preview.send"][] =
  [
    ["like", "preview.like"],
    ["comment", "preview.comment"],
    ["repost", "preview.repost"],
    ["send", "preview.send"],
  ];

export function LinkedinPreview({
  author,
  text,
  visual,
  surface,
  foldChars,
  hasFoldNote = false,
}: PreviewProps): ReactNode {
  const { t } = useTranslation("ideas");
  const format = useFormat();
  const limits = LINKEDIN_FOLD[surface];
  const more = t("preview.see_more");
  const fold = useMeasuredFold(text, { ...limits, chars: foldChars ?? limits.chars }, more);
  return (
    <div className="flex flex-col gap-3">
      <article className="feed" aria-label={t("preview.label", { channel: "LinkedIn" })}>
        <header className="flex items-center gap-2 px-4 pt-3">
          <Portrait name={author} size={48} />
          <div className="min-w-0 flex-1 leading-4">
            <p className="truncate font-semibold leading-5">{author}</p>
            <p className="feed-quiet truncate text-xs">{t("preview.followers")}</p>
            <p className="feed-quiet flex items-center gap-1 text-xs">
              {t("preview.now")} · <Mark name="globe" size={12} />
            </p>
          </div>
          <span className="feed-quiet self-start">
            <Mark name="dots" />
          </span>
        </header>
        <div className="px-4 py-3">
          <FoldedText key={surface} text={text} fold={fold} more={more} less={t("preview.see_less")} />
        </div>
        {visual && <Sketch seed={author + visual} text={visual} className="aspect-[1.91/1]" />}
        <footer className="feed-line feed-quiet mx-4 flex justify-between border-t py-1">
          {ACTIONS.map(([mark, label]) => (
            <span key={mark} className="flex items-center gap-1.5 px-2 py-2 text-[13px] font-semibold">
              <Mark name={mark} />
              <span className={surface === "mobile" ? "sr-only" : ""}>{t(label)}</span>
            </span>
          ))}
        </footer>
      </article>
      {hasFoldNote ? (
        <p className="text-ink-faint text-sm">
          {fold.isFolded
            ? t("preview.fold_note", {
                shown: format.number(countCharacters(text, fold.offset)),
              })
            : t("preview.fold_none")}
        </p>
      ) : null}
    </div>
  );
}
