import { useTranslation } from "react-i18next";
import type { Anchor } from "~/api/types";

interface QuotedPassageProps {
  anchor: Anchor;
  onDrop?: () => void;
}

/** The words a comment is about. */
export function QuotedPassage({ anchor, onDrop }: QuotedPassageProps) {
  const { t } = useTranslation("review");
  return (
    <div className="border-warn border-l-2 pl-3">
      <p className="text-ink-soft text-sm">{t("comment_on")}</p>
      <blockquote className="line-clamp-4 font-serif text-lg italic">
        <q>{anchor.quote}</q>
      </blockquote>
      {onDrop ? (
        <button type="button" onClick={onDrop} className="mt-1 text-accent text-sm underline">
          {t("drop")}
        </button>
      ) : null}
    </div>
  );
}
