import { useQuery } from "@tanstack/react-query";
import { profileQuery } from "~/profiles/queries";

export function ProfileName({ id }: { id: string }) {
  const { data } = useQuery(profileQuery(id));
  return <>{data?.name ?? "…"}</>;
}
