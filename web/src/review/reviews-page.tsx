import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Campaign, Idea, IdeaState } from "~/api/types";
import { campaignsQuery } from "~/campaigns/queries";
import { channelsOf } from "~/ideas/content";
import { ideasQuery } from "~/ideas/queries";
import { paths } from "~/paths";
import { isClientSide, useMe } from "~/session/queries";
import { Section } from "~/ui/card";
import { ChannelMarks } from "~/ui/channel";
import { EmptyState } from "~/ui/empty-state";
import { ButtonLink, Link } from "~/ui/link";
import { PageHeader } from "~/ui/page-header";
import { useFormat } from "~/ui/use-format";

export function ReviewsPage() {
  return isClientSide(useMe()) ? <ClientReviews /> : <TeamReviews />;
}

function ClientReviews() {
  const { t } = useTranslation("review");
  const { data: campaigns } = useSuspenseQuery(campaignsQuery({}));
  const sent = campaigns
    .filter(({ idea_counts: counts }) => seenByClient(counts) > 0)
    .toSorted((a, b) => waitingIn(b) - waitingIn(a) || b.updated_at.localeCompare(a.updated_at));
  return (
    <div className="flex flex-col gap-8">
      <PageHeader title={t("title")} description={t("client_lead")} />
      {sent.length === 0 ? (
        <EmptyState title={t("empty_title")}>{t("empty")}</EmptyState>
      ) : (
        <ul className="flex max-w-3xl flex-col gap-3">
          {sent.map((campaign) => (
            <CampaignRow key={campaign.id} campaign={campaign} />
          ))}
        </ul>
      )}
    </div>
  );
}

function CampaignRow({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("review");
  const waiting = waitingIn(campaign);
  return (
    <li className="flex flex-wrap items-center gap-4 rounded-md border border-line bg-surface p-5">
      <div className="min-w-0 flex-1 basis-60">
        <h2 className="font-serif text-xl">{campaign.name}</h2>
        <p className={waiting > 0 ? "text-accent" : "text-ink-soft"}>
          {waiting > 0 ? t("waiting", { count: waiting }) : t("nothing_waiting")}
        </p>
      </div>
      <ButtonLink
        to={paths.reviewCampaign(campaign.id)}
        size="lg"
        variant={waiting > 0 ? "primary" : "secondary"}
        className="max-sm:w-full"
      >
        {t(waiting > 0 ? "open" : "look")}
        <span className="sr-only">: {campaign.name}</span>
      </ButtonLink>
    </li>
  );
}

function waitingIn(campaign: Campaign): number {
  return campaign.idea_counts.client_review ?? 0;
}

function seenByClient(counts: Campaign["idea_counts"]): number {
  const seen: readonly IdeaState[] = ["client_review", "approved", "changes_requested", "rejected"];
  return seen.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
}

const GROUPS = [
  { state: "internal_review", name: "inside" },
  { state: "client_review", name: "outside" },
  { state: "changes_requested", name: "back" },
] as const;

function TeamReviews() {
  const { t } = useTranslation("review");
  const { data: ideas } = useSuspenseQuery(ideasQuery({}));
  return (
    <div className="flex flex-col gap-10">
      <PageHeader title={t("title")} description={t("producer_lead")} />
      {GROUPS.map(({ state, name }) => {
        const own = ideas
          .filter((idea) => idea.state === state)
          .toSorted((a, b) => a.updated_at.localeCompare(b.updated_at));
        return (
          <Section key={state} title={t(name)} description={t(`${name}_hint`)}>
            {own.length > 0 ? (
              <WaitingList ideas={own} />
            ) : (
              <p className="text-ink-faint">{t(`${name}_empty`)}</p>
            )}
          </Section>
        );
      })}
    </div>
  );
}

function WaitingList({ ideas }: { ideas: readonly Idea[] }) {
  const format = useFormat();
  return (
    <ul className="flex flex-col border-line border-t">
      {ideas.map((idea) => (
        <li
          key={idea.id}
          className="relative flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b py-3 hover:bg-hover/60"
        >
          <div className="min-w-0 flex-1 basis-64">
            <Link
              to={paths.idea(idea.id)}
              className="font-medium text-ink outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent"
            >
              {idea.title}
            </Link>
            <p className="truncate text-ink-soft text-sm">
              {idea.client_name} · {idea.campaign_name}
            </p>
          </div>
          <ChannelMarks channels={channelsOf(idea.content)} />
          <span className="w-full text-ink-faint text-sm sm:w-36 sm:text-right">
            {format.ago(idea.updated_at)}
          </span>
        </li>
      ))}
    </ul>
  );
}
