import { useTranslation } from "react-i18next";
import type { ReviewIdea } from "~/api/types";
import { cx } from "~/ui/class-names";
import { isDecided, type Standing, standingOf } from "./standing";

const FILLS: Record<Standing, string> = {
  open: "bg-line",
  approve: "bg-good",
  request_changes: "bg-warn",
  reject: "bg-bad",
  with_agency: "bg-line-strong",
};

interface DecisionMeterProps {
  ideas: readonly ReviewIdea[];
  openId?: string;
}

/** One mark an idea, in the colour of its decision. */
export function DecisionMeter({ ideas, openId }: DecisionMeterProps) {
  const { t } = useTranslation("review");
  const done = ideas.filter(isDecided).length;
  return (
    <div className="flex items-center gap-3">
      <span className="flex flex-1 gap-1" aria-hidden="true">
        {ideas.map((idea) => (
          <span
            key={idea.id}
            className={cx(
              "h-1.5 flex-1 rounded-full",
              FILLS[standingOf(idea)],
              idea.id === openId ? "outline-2 outline-accent outline-offset-1" : null,
            )}
          />
        ))}
      </span>
      <p role="status" className="shrink-0 text-ink-soft text-sm tabular-nums">
        {t("progress", { done, total: ideas.length })}
      </p>
    </div>
  );
}
