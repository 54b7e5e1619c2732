import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Review, ReviewIdea } from "~/api/types";
import { channelsOf, excerpt } from "~/ideas/content";
import { SourceBadge } from "~/ideas/source-badge";
import { Button } from "~/ui/button";
import { ChannelMarks } from "~/ui/channel";
import { useFormat } from "~/ui/use-format";
import { DecisionMeter } from "./decision-meter";
import { isDecided, nextOpen } from "./standing";
import { StandingBadge } from "./standing-badge";
import { ThumbBar } from "./thumb-bar";

interface OverviewProps {
  review: Review;
  onOpen: (id: string | undefined) => void;
}

/** Who asks for what, how far it is, and every idea with where it stands. */
export function Overview({ review, onOpen }: OverviewProps) {
  const { t } = useTranslation("review");
  const format = useFormat();
  const { items, agency, client, campaign, audience_name, expires_at } = review;
  const waiting = items.filter((idea) => !isDecided(idea));
  const first = nextOpen(items, undefined);
  const isDone = waiting.length === 0;
  const date = expires_at ? format.date(expires_at) : null;
  return (
    <div className="flex flex-col gap-6">
      <header className="flex flex-col gap-3">
        <p className="text-ink-soft text-sm">{t("for", { client: client.name, campaign: campaign.name })}</p>
        <h1 className="font-serif text-3xl tracking-[-0.01em]">
          {isDone ? t("all_done") : t("hello", { name: audience_name })}
        </h1>
        <p className="text-ink-soft text-lg">
          {isDone
            ? date
              ? t("all_done_body", { agency: agency.name, date })
              : t("all_done_body_open", { agency: agency.name })
            : t("ask", { agency: agency.name, count: waiting.length })}
        </p>
        <DecisionMeter ideas={items} />
      </header>
      <ul aria-label={t("list")} className="flex flex-col gap-2.5">
        {items.map((idea) => (
          <OverviewRow key={idea.id} idea={idea} onOpen={() => onOpen(idea.id)} />
        ))}
      </ul>
      {date ? (
        <p className="text-ink-faint text-sm">
          {t("until", { date })} {t("private")}
        </p>
      ) : null}
      {first ? (
        <ThumbBar>
          <Button variant="primary" size="lg" className="w-full" onClick={() => onOpen(first.id)}>
            {t(waiting.length === items.length ? "start" : "continue")}
          </Button>
        </ThumbBar>
      ) : null}
    </div>
  );
}

function OverviewRow({ idea, onOpen }: { idea: ReviewIdea; onOpen: () => void }) {
  return (
    <li className="relative flex items-center gap-3 rounded-md border border-line bg-surface p-4 hover:border-line-strong">
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <button
          type="button"
          onClick={onOpen}
          className="text-left font-medium text-lg leading-6 outline-none after:absolute after:inset-0 after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent"
        >
          {idea.title}
        </button>
        <p className="line-clamp-2 text-ink-soft">{excerpt(idea)}</p>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <StandingBadge idea={idea} />
          <SourceBadge idea={idea} isShort />
          <ChannelMarks channels={channelsOf(idea.content)} />
        </div>
      </div>
      <ChevronRight size={18} className="shrink-0 text-ink-faint" aria-hidden="true" />
    </li>
  );
}
