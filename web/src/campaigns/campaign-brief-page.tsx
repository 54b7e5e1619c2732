import { useSuspenseQuery } from "@tanstack/react-query";
import { useBlocker, useParams } from "@tanstack/react-router";
import { Pencil } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import type { Campaign } from "~/api/types";
import { useMay } from "~/session/queries";
import { Chip } from "~/ui/badge";
import { Button } from "~/ui/button";
import { ChannelChip } from "~/ui/channel";
import { ConfirmDialog } from "~/ui/dialog";
import { Form } from "~/ui/form";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";
import { BriefFields, readBrief } from "./brief-fields";
import { campaignQuery, useUpdateCampaign } from "./queries";

export function CampaignBriefPage() {
  const { campaignId } = useParams({ from: "/shell/campaigns/$campaignId/brief" });
  const { data: campaign } = useSuspenseQuery(campaignQuery(campaignId));
  const [edited, setEdited] = useState<Campaign | null>(null);
  return edited ? (
    <BriefForm seen={edited} current={campaign} onDone={() => setEdited(null)} />
  ) : (
    <BriefView campaign={campaign} onEdit={() => setEdited(campaign)} />
  );
}

interface BriefFormProps {
  /** The campaign as it was when the person began to type. */
  seen: Campaign;
  current: Campaign;
  onDone: () => void;
}

function BriefForm({ seen, current, onDone }: BriefFormProps) {
  const { t } = useTranslation("campaigns");
  const update = useUpdateCampaign();
  const [isTouched, setIsTouched] = useState(false);
  const [mayOverwrite, setMayOverwrite] = useState(false);
  const isStale = current.version !== seen.version;
  const leaving = useBlocker({
    shouldBlockFn: () => isTouched && !update.isSuccess,
    enableBeforeUnload: () => isTouched && !update.isSuccess,
    withResolver: true,
  });

  async function submit(values: FormData): Promise<void> {
    const brief = readBrief(values);
    const changes = { ...brief, starts_on: brief.starts_on ?? null, ends_on: brief.ends_on ?? null };
    try {
      await update.mutateAsync({ id: seen.id, changes, version: mayOverwrite ? undefined : seen.version });
      toast.success(t("brief.saved"));
      onDone();
    } catch (error) {
      // Said above the fields; the next press of Save is meant to win.
      if (error instanceof ApiError && error.status === 412) setMayOverwrite(true);
      else throw error;
    }
  }

  return (
    <div onInput={() => setIsTouched(true)} className="max-w-4xl">
      <Form onSubmit={submit} className="flex flex-col gap-8">
        {({ isBusy }) => (
          <>
            {isStale || mayOverwrite ? (
              <div role="alert" className="flex flex-wrap items-center gap-3 rounded-md bg-warn-soft p-4">
                <div className="min-w-0 flex-1">
                  <p className="font-medium text-warn">{t("brief.stale_title")}</p>
                  <p className="text-sm">{t("brief.stale_body")}</p>
                </div>
                <Button size="sm" onClick={onDone}>
                  {t("brief.stale_reload")}
                </Button>
              </div>
            ) : null}
            <BriefFields brief={seen} />
            <div className="flex justify-end gap-2 border-line border-t pt-6">
              <Button onClick={onDone}>{t("brief.cancel")}</Button>
              <Button type="submit" variant="primary" isBusy={isBusy}>
                {t(mayOverwrite ? "brief.stale_keep" : "brief.save")}
              </Button>
            </div>
          </>
        )}
      </Form>
      <ConfirmDialog
        isOpen={leaving.status === "blocked"}
        onClose={() => leaving.reset?.()}
        title={t("brief.leave_title")}
        consequence={t("brief.leave_body")}
        actionLabel={t("brief.leave")}
        isDangerous
        onConfirm={async () => leaving.proceed?.()}
      />
    </div>
  );
}

function BriefView({ campaign, onEdit }: { campaign: Campaign; onEdit: () => void }) {
  const { t } = useTranslation(["campaigns", "terms"]);
  const format = useFormat();
  const may = useMay();
  const { starts_on, ends_on, budget_cents, currency } = campaign;
  return (
    <div className="grid gap-10 lg:grid-cols-[1fr_18rem]">
      <div className="flex flex-col gap-7">
        <section className="flex flex-col gap-2">
          <h2 className="font-medium text-ink-soft text-sm">{t("campaigns:brief.objective")}</h2>
          {campaign.objective ? (
            <p className="max-w-prose font-serif text-2xl text-ink leading-9">{campaign.objective}</p>
          ) : (
            <p className="text-ink-faint">{t("campaigns:brief.objective_empty")}</p>
          )}
        </section>
        <section className="flex flex-col gap-2">
          <h2 className="font-medium text-ink-soft text-sm">{t("campaigns:brief.themes")}</h2>
          {campaign.themes.length > 0 ? (
            <ul className="flex flex-wrap gap-1.5">
              {campaign.themes.map((theme) => (
                <li key={theme}>
                  <Chip>{theme}</Chip>
                </li>
              ))}
            </ul>
          ) : (
            <p className="text-ink-faint">{t("campaigns:brief.themes_empty")}</p>
          )}
        </section>
        {may("campaign.update") && campaign.state !== "archived" ? (
          <Button className="self-start" icon={<Pencil size={14} aria-hidden="true" />} onClick={onEdit}>
            {t("campaigns:brief.edit")}
          </Button>
        ) : null}
      </div>
      <div className="flex flex-col gap-4 border-line border-t pt-6 lg:border-t-0 lg:border-l lg:pt-0 lg:pl-8">
        <dl className="flex flex-col gap-4">
          <Fact label={t("campaigns:brief.dates")}>
            {starts_on || ends_on ? format.dateRange(starts_on, ends_on) : t("campaigns:no_dates")}
          </Fact>
          <Fact label={t("campaigns:brief.channels")}>
            <span className="flex flex-wrap gap-1.5">
              {campaign.channels.length > 0
                ? campaign.channels.map((channel) => <ChannelChip key={channel} channel={channel} />)
                : t("campaigns:brief.channels_empty")}
            </span>
          </Fact>
          <Fact label={t("campaigns:brief.amount")}>
            {t("campaigns:brief.amount_text", { posts: campaign.posts_count, reels: campaign.reels_count })}
          </Fact>
          <Fact label={t("campaigns:brief.language")}>{t(`terms:language.${campaign.language}`)}</Fact>
          <Fact label={t("campaigns:brief.kind")}>{t(`terms:campaign_kind.${campaign.kind}`)}</Fact>
          {budget_cents !== null && currency ? (
            <Fact label={t("campaigns:brief.budget")}>{format.money(budget_cents, currency)}</Fact>
          ) : null}
        </dl>
        <p className="text-ink-faint text-sm">
          {t("campaigns:brief.created_by", {
            name: campaign.created_by_name,
            when: format.ago(campaign.created_at),
          })}
        </p>
      </div>
    </div>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <dt className="text-ink-soft text-sm">{label}</dt>
      <dd className="text-ink">{children}</dd>
    </div>
  );
}
