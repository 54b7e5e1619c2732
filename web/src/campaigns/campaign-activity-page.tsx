import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ActivityList } from "~/activity/activity-list";
import { activityQuery } from "~/activity/queries";
import { EmptyState } from "~/ui/empty-state";
import { MoreButton } from "~/ui/more-button";

export function CampaignActivityPage() {
  const { t } = useTranslation("campaigns");
  const { campaignId } = useParams({ from: "/shell/campaigns/$campaignId/activity" });
  const activity = useSuspenseInfiniteQuery(activityQuery({ campaign_id: campaignId }));
  if (activity.data.length === 0) {
    return <EmptyState title={t("activity.empty_title")}>{t("activity.empty")}</EmptyState>;
  }
  return (
    <div className="flex flex-col gap-6">
      <ActivityList entries={activity.data} />
      <MoreButton
        hasMore={activity.hasNextPage}
        isLoading={activity.isFetchingNextPage}
        onMore={() => void activity.fetchNextPage()}
      />
    </div>
  );
}
