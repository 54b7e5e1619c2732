import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { isRefusal } from "~/api/refusal";
import type { Home } from "~/api/types";
import { useRefusalWords } from "~/errors/use-refusal-words";
import { BatchList } from "~/home/batch-list";
import { IdeaList } from "~/home/idea-list";
import { homeQuery } from "~/home/queries";
import { paths } from "~/paths";
import { useMay, useMe } from "~/session/queries";
import { Card, Figure, Section } from "~/ui/card";
import { EmptyState } from "~/ui/empty-state";
import { ButtonLink, Link } from "~/ui/link";
import { PageHeader } from "~/ui/page-header";
import { Progress } from "~/ui/progress";
import { useFormat } from "~/ui/use-format";

export function HomePage() {
  const { t } = useTranslation("home");
  // Asked anew whenever the rights change, so that the desk opens and closes with them.
  const home = useQuery(homeQuery);
  // Not by `throwOnError`: with it a query that has failed is not asked again.
  if (home.error && !isRefusal(home.error) && !home.data) throw home.error;
  const may = useMay();
  const format = useFormat();
  const now = new Date();
  const start = may("campaign.create") ? (
    <ButtonLink to={paths.campaignNew()} variant="primary">
      {t("start")}
    </ButtonLink>
  ) : null;

  return (
    <div className="flex flex-col gap-10">
      <PageHeader
        documentTitle={t("title")}
        overline={format.weekday(now)}
        title={<Greeting hour={now.getHours()} />}
        actions={start}
      />
      {isRefusal(home.error) ? <ClosedDesk error={home.error} /> : null}
      {home.data && !isRefusal(home.error) ? <Desk home={home.data} /> : null}
    </div>
  );
}

/** Home is where one lands: somebody who may not see its content still gets the frame, and the reason. */
function ClosedDesk({ error }: { error: unknown }) {
  const { t } = useTranslation("home");
  const why = useRefusalWords(error);
  return (
    <EmptyState title={t("refused")}>
      <p>{why}</p>
      <p className="mt-2">{t("elsewhere")}</p>
    </EmptyState>
  );
}

function Desk({ home }: { home: Home }) {
  const { t } = useTranslation("home");
  const format = useFormat();
  return (
    <>
      <dl className="grid grid-cols-2 gap-x-8 gap-y-6 border-line border-y py-6 lg:grid-cols-4">
        <Figure label={t("figures.internal")} value={format.number(home.waiting_internal.length)} />
        <Figure label={t("figures.client")} value={format.number(home.waiting_client)} />
        <Figure label={t("figures.approved")} value={format.number(home.ideas_approved_this_month)} />
        <Figure label={t("figures.active")} value={format.number(home.campaigns_active)} />
      </dl>
      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-10">
          <Section title={t("waiting.title")} description={t("waiting.note")}>
            {home.waiting_internal.length > 0 ? (
              <IdeaList ideas={home.waiting_internal} />
            ) : (
              <EmptyState title={t("waiting.empty_title")}>{t("waiting.empty")}</EmptyState>
            )}
          </Section>
          <Section title={t("changes.title")} description={t("changes.note")}>
            {home.changes_requested.length > 0 ? (
              <IdeaList ideas={home.changes_requested} />
            ) : (
              <p className="text-ink-soft">{t("changes.empty")}</p>
            )}
          </Section>
        </div>
        <div className="flex min-w-0 flex-col gap-10">
          {home.budget ? <Budget {...home.budget} /> : null}
          <Section title={t("batches.title")}>
            {home.recent_batches.length > 0 ? (
              <BatchList batches={home.recent_batches} />
            ) : (
              <p className="text-ink-soft">{t("batches.empty")}</p>
            )}
          </Section>
        </div>
      </div>
    </>
  );
}

function Greeting({ hour }: { hour: number }) {
  const { t } = useTranslation("home");
  const { member, tenant } = useMe();
  const name = member?.name.split(" ")[0] ?? tenant.name;
  if (hour < 11) return t("greeting.morning", { name });
  return hour < 18 ? t("greeting.day", { name }) : t("greeting.evening", { name });
}

function Budget({ spent_micros, budget_micros }: { spent_micros: number; budget_micros: number }) {
  const { t } = useTranslation("home");
  const format = useFormat();
  const isTight = budget_micros > 0 && spent_micros > budget_micros * 0.8;
  return (
    <Section title={t("budget.title")}>
      <Card>
        {budget_micros > 0 ? (
          <Progress
            label={t("budget.text", {
              spent: format.micros(spent_micros),
              budget: format.micros(budget_micros),
            })}
            value={Math.min(spent_micros, budget_micros)}
            max={budget_micros}
            tone={isTight ? "warn" : "accent"}
          />
        ) : (
          <p className="text-ink-soft">{t("budget.none")}</p>
        )}
        <p className="mt-3 text-sm">
          <Link to={paths.usage()}>{t("budget.open")}</Link>
        </p>
      </Card>
    </Section>
  );
}
