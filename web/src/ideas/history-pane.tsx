import { useSuspenseQuery } from "@tanstack/react-query";
import { Ban, CircleCheck, CircleDashed, CircleX, MessageSquareWarning } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Decision, Idea, Round } from "~/api/types";
import { cx } from "~/ui/class-names";
import { useFormat } from "~/ui/use-format";
import { roundsQuery } from "./queries";
import { verdictOf } from "./verdict";

const icon = { size: 16, strokeWidth: 1.8, "aria-hidden": true } as const;

const SIGNS: Record<Round["state"], { icon: ReactNode; className: string }> = {
  open: { icon: <CircleDashed {...icon} />, className: "text-accent" },
  approved: { icon: <CircleCheck {...icon} />, className: "text-good" },
  changes_requested: { icon: <MessageSquareWarning {...icon} />, className: "text-warn" },
  rejected: { icon: <CircleX {...icon} />, className: "text-bad" },
  void: { icon: <Ban {...icon} />, className: "text-ink-faint" },
};

/** Every round of approval, newest first: who asked, who decided what, on which version. */
export function HistoryPane({ idea }: { idea: Idea }) {
  const { t } = useTranslation("ideas");
  const { data } = useSuspenseQuery(roundsQuery(idea.id));
  const rounds = data.toSorted((a, b) => b.opened_at.localeCompare(a.opened_at));
  if (rounds.length === 0) return <p className="text-ink-soft">{t("history.empty")}</p>;
  return (
    <ol className="flex flex-col">
      {rounds.map((round, at) => (
        <RoundRow key={round.id} round={round} isLast={at === rounds.length - 1} />
      ))}
    </ol>
  );
}

function RoundRow({ round, isLast }: { round: Round; isLast: boolean }) {
  const { t } = useTranslation("ideas");
  const format = useFormat();
  const sign = SIGNS[round.state];
  return (
    <li className="relative flex gap-3 pb-6">
      {isLast ? null : (
        <span className="absolute top-6 bottom-1 left-[7px] w-px bg-line" aria-hidden="true" />
      )}
      <span className={cx("mt-0.5 shrink-0", sign.className)}>{sign.icon}</span>
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{t(`history.${round.stage}`)}</span>
          <span className={cx("text-sm", sign.className)}>{t(`history.round_state.${round.state}`)}</span>
          <span className="ml-auto text-ink-faint text-sm">
            {t("history.version", { n: round.content_version })}
          </span>
        </p>
        {round.decisions.map((decision) => (
          <Verdict key={`${decision.actor_name}${decision.at}`} decision={decision} />
        ))}
        {round.state === "void" ? <p className="text-ink-soft text-sm">{t("history.void_hint")}</p> : null}
        <p className="text-ink-faint text-sm">
          {t("history.opened", { name: round.opened_by_name, when: format.ago(round.opened_at) })} ·{" "}
          <code className="font-mono text-xs">{round.content_hash.slice(0, 8)}</code>
        </p>
      </div>
    </li>
  );
}

function Verdict({ decision }: { decision: Decision }) {
  const { t } = useTranslation("ideas");
  const format = useFormat();
  return (
    <div>
      <p>
        {t(`history.verdict.${verdictOf(decision.verdict)}`, { name: decision.actor_name })}{" "}
        <time dateTime={decision.at} title={format.dateTime(decision.at)} className="text-ink-faint text-sm">
          {format.ago(decision.at)}
        </time>
      </p>
      {decision.comment ? (
        <blockquote className="mt-1 border-accent-line border-l-2 pl-3 font-serif text-ink-soft text-lg italic">
          {decision.comment}
        </blockquote>
      ) : null}
    </div>
  );
}
