import { useQuery } from "@tanstack/react-query";
import { campaignQuery } from "./queries";

/** The campaign's name for the breadcrumb; the loader has it already. */
export function CampaignName({ id }: { id: string }) {
  const { data } = useQuery(campaignQuery(id));
  return data?.name ?? "…";
}
