import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "~/api/client";
import type { Campaign, Idea, IdeaKind } from "~/api/types";
import { paths } from "~/paths";
import { emptyContent } from "./content";
import { storeIdea } from "./use-idea-mutations";

const FIRST_SCENE = { seconds: 3, picture: "", voiceover: "", caption: "" };

/** A new idea by hand, opened for writing at once. */
export function useCreateIdea(campaign: Campaign) {
  const { t } = useTranslation("ideas");
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (kind: IdeaKind) => {
      const content = { ...emptyContent(campaign.channels), title: t("untitled") };
      if (kind === "reel") content.scenes = [FIRST_SCENE];
      return api.post<Idea>("/ideas", { campaign_id: campaign.id, kind, content });
    },
    onSuccess: (idea) => {
      storeIdea(queries, idea);
      void navigate({ to: paths.idea(idea.id) });
    },
  });
}
