import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Idea, IdeaEvent } from "~/api/types";
import { toast } from "~/ui/toast-store";
import { sendTransition, storeIdea } from "./use-idea-mutations";

export interface BulkTransition {
  ideas: readonly Idea[];
  /** The event for each idea; discarding and archiving look the same to a person. */
  eventOf: (idea: Idea) => IdeaEvent;
}

/** One event for many ideas, one after the other; what could not be moved is said, the rest is done. */
export function useBulkTransition() {
  const queries = useQueryClient();
  const { t } = useTranslation("ideas");
  return useMutation({
    mutationFn: async ({ ideas, eventOf }: BulkTransition) => {
      let failed = 0;
      for (const idea of ideas) {
        try {
          storeIdea(queries, await sendTransition({ idea, event: eventOf(idea) }));
        } catch {
          failed++;
        }
      }
      return { done: ideas.length - failed, failed };
    },
    onSuccess: ({ done, failed }) => {
      if (done > 0) toast.success(t("bulk_done", { count: done }));
      if (failed > 0) toast.error(t("bulk_failed", { count: failed }));
    },
  });
}
