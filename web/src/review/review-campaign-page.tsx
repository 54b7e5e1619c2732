import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { type Access, reviewQuery } from "./queries";
import { ReviewScreen } from "./review-screen";

/** A campaign's ideas for the signed-in client. */
export function ReviewCampaignPage() {
  const { campaignId } = useParams({ from: "/shell/reviews/$campaignId" });
  const { idea } = useSearch({ from: "/shell/reviews/$campaignId" });
  const access: Access = { kind: "session", campaignId };
  const { data: review } = useSuspenseQuery(reviewQuery(access));
  return <ReviewScreen review={review} access={access} openId={idea} />;
}
