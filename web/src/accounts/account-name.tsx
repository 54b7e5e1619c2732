import { useQuery } from "@tanstack/react-query";
import { accountQuery } from "~/accounts/queries";

export function AccountName({ id }: { id: string }) {
  const { data } = useQuery(accountQuery(id));
  return <>{data?.name ?? "…"}</>;
}
