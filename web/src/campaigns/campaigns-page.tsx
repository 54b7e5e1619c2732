import { keepPreviousData, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Campaign, CampaignState } from "~/api/types";
import { SearchBox } from "~/ideas/idea-filters";
import { paths } from "~/paths";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { CampaignStateBadge } from "~/ui/campaign-state-badge";
import { ChannelMarks } from "~/ui/channel";
import { EmptyState } from "~/ui/empty-state";
import { ButtonLink, splitAddress } from "~/ui/link";
import { PageHeader } from "~/ui/page-header";
import { ProblemNotice } from "~/ui/problem-notice";
import { Select } from "~/ui/select";
import { PageSkeleton } from "~/ui/skeleton";
import { type Column, Table } from "~/ui/table";
import { useFormat } from "~/ui/use-format";
import { IdeaMeter } from "./idea-meter";
import { campaignsQuery, clientChoicesQuery } from "./queries";
import { CAMPAIGN_STATES, type CampaignSearch, readCampaignSearch } from "./search";

export function CampaignsPage() {
  const { t } = useTranslation("campaigns");
  const may = useMay();
  const navigate = useNavigate();
  const search = readCampaignSearch(useSearch({ strict: false }));
  // The old rows stay while other ones are fetched, so that the filter keeps the focus.
  const campaigns = useQuery({ ...campaignsQuery(search), placeholderData: keepPreviousData });
  const isFiltered = Boolean(search.client_id || search.state || search.q);
  const create = may("campaign.create") ? (
    <ButtonLink
      variant="primary"
      to={paths.campaignNew({ client_id: search.client_id })}
      icon={<Plus size={15} aria-hidden="true" />}
    >
      {t("new")}
    </ButtonLink>
  ) : null;

  function go(next: CampaignSearch): void {
    const { pathname, search: parameters } = splitAddress(paths.campaigns({ ...next }));
    void navigate({ to: pathname, search: parameters, replace: true });
  }

  return (
    <div className="flex flex-col gap-8">
      <PageHeader title={t("title")} description={t("lead")} actions={create} />
      <div className="flex flex-col gap-4">
        <Filters search={search} onChange={go} />
        {campaigns.error ? (
          <ProblemNotice error={campaigns.error} onRetry={() => void campaigns.refetch()} />
        ) : campaigns.data === undefined ? (
          <PageSkeleton />
        ) : campaigns.data.length > 0 ? (
          <CampaignTable campaigns={campaigns.data} />
        ) : isFiltered ? (
          <EmptyState
            title={t("empty.none_title")}
            action={<Button onClick={() => go({})}>{t("empty.clear")}</Button>}
          >
            {t("empty.none")}
          </EmptyState>
        ) : (
          <EmptyState title={t("empty.title")} action={create}>
            {t("empty.body")}
          </EmptyState>
        )}
      </div>
    </div>
  );
}

interface FiltersProps {
  search: CampaignSearch;
  onChange: (search: CampaignSearch) => void;
}

function Filters({ search, onChange }: FiltersProps) {
  const { t } = useTranslation(["campaigns", "terms"]);
  const { data: clients } = useSuspenseQuery(clientChoicesQuery());
  const states: { value: CampaignState | "all"; label: string }[] = [
    { value: "all", label: t("campaigns:all_states") },
    ...CAMPAIGN_STATES.map((state) => ({ value: state, label: t(`terms:campaign_state.${state}`) })),
  ];
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchBox
        label={t("campaigns:search")}
        value={search.q ?? ""}
        onChange={(q) => onChange({ ...search, q: q || undefined })}
      />
      <Select
        aria-label={t("campaigns:column.client")}
        className="w-52 max-sm:w-auto max-sm:flex-1"
        value={search.client_id ?? "all"}
        onChange={(id) => onChange({ ...search, client_id: id === "all" || !id ? undefined : id })}
        options={[
          { value: "all", label: t("campaigns:all_clients") },
          ...clients.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Select
        aria-label={t("campaigns:column.state")}
        className="w-40 max-sm:w-auto max-sm:flex-1"
        value={search.state ?? "all"}
        onChange={(state) => onChange({ ...search, state: state === "all" || !state ? undefined : state })}
        options={states}
      />
    </div>
  );
}

function CampaignTable({ campaigns }: { campaigns: readonly Campaign[] }) {
  const { t } = useTranslation("campaigns");
  const format = useFormat();
  const columns: Column<Campaign>[] = [
    { key: "name", label: t("column.name"), cell: (campaign) => campaign.name },
    { key: "client", label: t("column.client"), cell: (campaign) => campaign.client_name, isSecondary: true },
    {
      key: "state",
      label: t("column.state"),
      cell: (campaign) => <CampaignStateBadge state={campaign.state} />,
    },
    {
      key: "dates",
      label: t("column.dates"),
      isSecondary: true,
      className: "whitespace-nowrap text-ink-soft text-sm",
      cell: ({ starts_on, ends_on }) =>
        starts_on || ends_on ? format.dateRange(starts_on, ends_on) : t("no_dates"),
    },
    {
      key: "channels",
      label: t("column.channels"),
      isSecondary: true,
      cell: (campaign) => <ChannelMarks channels={campaign.channels} />,
    },
    {
      key: "ideas",
      label: t("column.ideas"),
      cell: (campaign) => <IdeaMeter counts={campaign.idea_counts} />,
    },
  ];
  return (
    <Table
      label={t("title")}
      columns={columns}
      rows={campaigns}
      rowKey={(campaign) => campaign.id}
      rowAddress={(campaign) => paths.campaign(campaign.id)}
    />
  );
}
