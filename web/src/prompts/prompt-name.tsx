import { useQuery } from "@tanstack/react-query";
import { promptQuery } from "~/prompts/queries";

export function PromptName({ id }: { id: string }) {
  return useQuery(promptQuery(id)).data?.name ?? "…";
}
