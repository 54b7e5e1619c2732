import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Campaign } from "~/api/types";
import { clientCampaignsQuery } from "~/clients/queries";
import { paths } from "~/paths";
import { useMay } from "~/session/queries";
import { CampaignStateBadge } from "~/ui/campaign-state-badge";
import { ChannelMarks } from "~/ui/channel";
import { EmptyState } from "~/ui/empty-state";
import { ButtonLink } from "~/ui/link";
import { type Column, Table } from "~/ui/table";
import { useFormat } from "~/ui/use-format";

export function ClientCampaignsPage() {
  const { t } = useTranslation("clients");
  const { clientId } = useParams({ from: "/shell/clients/$clientId/campaigns" });
  const { data: campaigns } = useSuspenseQuery(clientCampaignsQuery(clientId));
  const may = useMay();
  const columns = useColumns();
  if (campaigns.items.length === 0) {
    return (
      <EmptyState
        title={t("campaigns.empty_title")}
        action={
          may("campaign.create") ? (
            <ButtonLink to={paths.campaignNew({ client_id: clientId })} variant="primary">
              {t("new_campaign")}
            </ButtonLink>
          ) : null
        }
      >
        {t("campaigns.empty")}
      </EmptyState>
    );
  }
  return (
    <Table
      label={t("tab.campaigns")}
      columns={columns}
      rows={campaigns.items}
      rowKey={(campaign) => campaign.id}
      rowAddress={(campaign) => paths.campaign(campaign.id)}
    />
  );
}

function useColumns(): Column<Campaign>[] {
  const { t } = useTranslation("clients");
  const format = useFormat();
  return [
    { key: "name", label: t("campaigns.name"), cell: (campaign) => campaign.name },
    {
      key: "state",
      label: t("campaigns.state"),
      cell: (campaign) => <CampaignStateBadge state={campaign.state} />,
    },
    {
      key: "dates",
      label: t("campaigns.dates"),
      isSecondary: true,
      cell: ({ starts_on, ends_on }) => (starts_on || ends_on ? format.dateRange(starts_on, ends_on) : "–"),
    },
    {
      key: "channels",
      label: t("column.channels"),
      isSecondary: true,
      cell: (campaign) => <ChannelMarks channels={campaign.channels} />,
    },
    {
      key: "ideas",
      label: t("campaigns.ideas"),
      isNumber: true,
      cell: (campaign) => Object.values(campaign.idea_counts).reduce((sum, count) => sum + count, 0),
    },
    {
      key: "approved",
      label: t("campaigns.approved"),
      isNumber: true,
      cell: (campaign) => campaign.idea_counts.approved ?? 0,
    },
  ];
}
