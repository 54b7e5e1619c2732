import { useQuery } from "@tanstack/react-query";
import { clientQuery } from "~/clients/queries";

export function ClientName({ id }: { id: string }) {
  return useQuery(clientQuery(id)).data?.name ?? "…";
}
