import { useTranslation } from "react-i18next";
import type { Change } from "./word-diff";

/** A text with what was removed and added, told apart by more than colour and read out in words. */
export function DiffText({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation("ideas");
  let offset = 0;
  return (
    <p className="whitespace-pre-wrap break-words leading-relaxed">
      {changes.map((change) => {
        const key = `${change.kind}${offset}`;
        offset += change.text.length;
        if (change.kind === "same") return <span key={key}>{change.text}</span>;
        const isRemoved = change.kind === "removed";
        const Tag = isRemoved ? "del" : "ins";
        return (
          <Tag
            key={key}
            className={
              isRemoved
                ? "rounded-sm bg-bad-soft text-bad decoration-1"
                : "rounded-sm bg-good-soft text-good underline decoration-1 underline-offset-3"
            }
          >
            <span className="sr-only"> {t(isRemoved ? "diff.removed" : "diff.added")} </span>
            {change.text}
            <span className="sr-only"> {t("diff.end")} </span>
          </Tag>
        );
      })}
    </p>
  );
}
