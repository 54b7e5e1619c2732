import { useParams } from "@tanstack/react-router";
import { VersionsPanel } from "~/history/versions-panel";

export function CampaignHistoryPage() {
  const { campaignId } = useParams({ from: "/shell/campaigns/$campaignId/history" });
  return (
    <div className="max-w-4xl">
      <VersionsPanel kind="campaign" id={campaignId} />
    </div>
  );
}
