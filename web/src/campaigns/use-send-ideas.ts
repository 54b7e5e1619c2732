import { useMutation } from "@tanstack/react-query";
import type { AccessLinkWithToken, Idea, IdeaState } from "~/api/types";
import { useSubmitIdeas } from "~/ideas/use-idea-mutations";
import { useCreateLink } from "./queries";

export interface LinkWish {
  audience_name: string;
  audience_email?: string;
  expires_in_days: number;
}

export interface SendOutcome {
  withClient: string[];
  withTeam: string[];
  /** Where the client's policy asks nobody. */
  approved: string[];
  failed: number;
  link: AccessLinkWithToken | null;
}

export interface SendOrder {
  ideas: readonly Pick<Idea, "id">[];
  /** Null: nobody gets a link now. */
  wish: LinkWish | null;
}

/** Moves ideas to whoever decides next; the link shows what reached the client. */
export function useSendIdeas(campaignId: string) {
  const submit = useSubmitIdeas(campaignId);
  const createLink = useCreateLink(campaignId);
  return useMutation({
    meta: { showsOwnError: true },
    mutationFn: async ({ ideas, wish }: SendOrder): Promise<SendOutcome> => {
      const { results } = await submit.mutateAsync(ideas.map(({ id }) => id));
      const inState = (wanted: IdeaState) =>
        results.filter(({ state }) => state === wanted).map(({ idea_id }) => idea_id);
      const withClient = inState("client_review");
      const failed = results.filter(({ status }) => status >= 400).length;
      const link =
        wish && withClient.length > 0
          ? await createLink.mutateAsync({ ...wish, idea_ids: withClient })
          : null;
      return {
        withClient,
        withTeam: inState("internal_review"),
        approved: inState("approved"),
        failed,
        link,
      };
    },
  });
}
