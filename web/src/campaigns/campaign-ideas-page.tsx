import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { Clapperboard, PenLine } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Campaign } from "~/api/types";
import { IdeaList } from "~/ideas/idea-list";
import { ideasQuery } from "~/ideas/queries";
import { readIdeaSearch, writeIdeaSearch } from "~/ideas/search";
import { useCreateIdea } from "~/ideas/use-create-idea";
import { paths } from "~/paths";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Menu, MenuItem } from "~/ui/menu";
import { BatchPanel } from "./batch-panel";
import { GenerateButton } from "./generate-dialog";
import { batchesQuery, campaignQuery, isUnderWay } from "./queries";

/** How long a finished batch stays announced to someone who comes back to the page. */
const NEWS_MS = 24 * 3_600_000;

export function CampaignIdeasPage() {
  const { t } = useTranslation("ideas");
  const { campaignId } = useParams({ from: "/shell/campaigns/$campaignId/" });
  const search = readIdeaSearch(useSearch({ strict: false }));
  const { data: campaign } = useSuspenseQuery(campaignQuery(campaignId));
  const { data: ideas } = useSuspenseQuery(ideasQuery({ campaign_id: campaignId }));
  const { data: batches } = useSuspenseQuery(batchesQuery(campaignId));
  const [dismissedId, setDismissedId] = useState<string | null>(null);
  const latest = batches[0];
  const isRunning = latest !== undefined && isUnderWay(latest);
  const isNews =
    latest !== undefined && (isRunning || Date.now() - Date.parse(latest.finished_at ?? "") < NEWS_MS);
  const actions = (
    <>
      <NewIdeaMenu campaign={campaign} />
      <GenerateButton campaign={campaign} isRunning={isRunning} />
    </>
  );
  return (
    <div className="flex flex-col gap-5">
      {isNews && latest.id !== dismissedId ? (
        <BatchPanel batch={latest} onDismiss={() => setDismissedId(latest.id)} />
      ) : null}
      <IdeaList
        ideas={ideas}
        search={search}
        address={(next) => paths.campaign(campaignId, writeIdeaSearch(next))}
        actions={actions}
        empty={
          isRunning ? null : (
            <EmptyState title={t("empty.title")} action={actions}>
              {t("empty.body")}
            </EmptyState>
          )
        }
      />
    </div>
  );
}

function NewIdeaMenu({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("ideas");
  const may = useMay();
  const create = useCreateIdea(campaign);
  if (!may("idea.create")) return null;
  const icon = { size: 15, "aria-hidden": true } as const;
  return (
    <Menu trigger={<Button isBusy={create.isPending}>{t("new")}</Button>}>
      <MenuItem icon={<PenLine {...icon} />} onSelect={() => create.mutate("post")}>
        {t("new_post")}
      </MenuItem>
      <MenuItem icon={<Clapperboard {...icon} />} onSelect={() => create.mutate("reel")}>
        {t("new_reel")}
      </MenuItem>
    </Menu>
  );
}
