import { useQuery } from "@tanstack/react-query";
import { ideaQuery } from "./queries";

/** The idea's title for the breadcrumb; the loader has it already. */
export function IdeaName({ id }: { id: string }) {
  const { data } = useQuery(ideaQuery(id));
  return data?.title || "…";
}
