import { useSuspenseQuery } from "@tanstack/react-query";
import { Outlet, useParams } from "@tanstack/react-router";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { WIDE } from "~/ideas/wide";
import { paths } from "~/paths";
import { useMay } from "~/session/queries";
import { CampaignStateBadge } from "~/ui/campaign-state-badge";
import { cx } from "~/ui/class-names";
import { Link } from "~/ui/link";
import { PageHeader } from "~/ui/page-header";
import { PageSkeleton } from "~/ui/skeleton";
import { TabLinks } from "~/ui/tabs";
import { useFormat } from "~/ui/use-format";
import { CampaignActions } from "./campaign-actions";
import { campaignQuery } from "./queries";

/** The frame of a campaign's pages: whose it is, where it stands, and its parts. */
export function CampaignPage() {
  const { t } = useTranslation("campaigns");
  const { campaignId } = useParams({ from: "/shell/campaigns/$campaignId" });
  const { data: campaign } = useSuspenseQuery(campaignQuery(campaignId));
  const format = useFormat();
  const may = useMay();
  const total = Object.values(campaign.idea_counts).reduce((sum, count) => sum + count, 0);
  const tabs = [
    { to: paths.campaign(campaignId), label: t("tab.ideas"), count: total },
    { to: paths.campaignBrief(campaignId), label: t("tab.brief") },
    ...(may("link.read") ? [{ to: paths.campaignLinks(campaignId), label: t("tab.links") }] : []),
    ...(may("activity.read") ? [{ to: paths.campaignActivity(campaignId), label: t("tab.activity") }] : []),
    ...(may("version.read") ? [{ to: paths.campaignHistory(campaignId), label: t("tab.history") }] : []),
  ];
  return (
    <div className={cx("flex flex-col gap-6", WIDE)}>
      <PageHeader
        overline={
          <>
            <Link to={paths.client(campaign.client_id)} className="hover:text-ink hover:underline">
              {campaign.client_name}
            </Link>
            {campaign.starts_on || campaign.ends_on
              ? ` · ${format.dateRange(campaign.starts_on, campaign.ends_on)}`
              : null}
          </>
        }
        title={campaign.name}
        meta={<CampaignStateBadge state={campaign.state} />}
        actions={<CampaignActions campaign={campaign} />}
      />
      <TabLinks label={t("tabs")} tabs={tabs} />
      <Suspense fallback={<PageSkeleton />}>
        <Outlet />
      </Suspense>
    </div>
  );
}
