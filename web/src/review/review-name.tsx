import { useQuery } from "@tanstack/react-query";
import { reviewQuery } from "./queries";

/** The campaign's name for the breadcrumb; the loader has it already. */
export function ReviewName({ campaignId }: { campaignId: string }) {
  const { data } = useQuery(reviewQuery({ kind: "session", campaignId }));
  return data?.campaign.name ?? "…";
}
