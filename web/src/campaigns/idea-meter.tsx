import { useTranslation } from "react-i18next";
import type { Campaign, IdeaState } from "~/api/types";

/** How far a campaign's ideas have come, as one bar: approved, under review, in work, turned down. */
const PARTS: readonly { states: readonly IdeaState[]; className: string }[] = [
  { states: ["approved"], className: "bg-good" },
  { states: ["client_review", "internal_review"], className: "bg-accent-fill" },
  { states: ["changes_requested", "on_hold"], className: "bg-warn" },
  { states: ["draft", "generated"], className: "bg-line-strong" },
  { states: ["rejected"], className: "bg-bad" },
];

export function IdeaMeter({ counts }: { counts: Campaign["idea_counts"] }) {
  const { t } = useTranslation("campaigns");
  const sizes = PARTS.map(({ states, className }) => ({
    className,
    size: states.reduce((sum, state) => sum + (counts[state] ?? 0), 0),
  }));
  const total = sizes.reduce((sum, { size }) => sum + size, 0);
  if (total === 0) return <span className="text-ink-faint text-sm">{t("no_ideas")}</span>;
  return (
    <span className="inline-flex flex-col gap-1">
      <span className="whitespace-nowrap text-sm tabular-nums">
        {t("ideas_summary", { approved: counts.approved ?? 0, total })}
      </span>
      <span className="flex h-1 w-28 gap-px overflow-hidden rounded-full" aria-hidden="true">
        {sizes
          .filter(({ size }) => size > 0)
          .map(({ className, size }) => (
            <span key={className} className={className} style={{ flexGrow: size }} />
          ))}
      </span>
    </span>
  );
}
