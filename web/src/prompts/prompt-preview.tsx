import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "~/api/client";
import { keys } from "~/api/keys";
import type { Campaign, IdeaKind, Page } from "~/api/types";
import { previewPrompt } from "~/prompts/queries";
import { Button } from "~/ui/button";
import { Section } from "~/ui/card";
import { ProblemNotice } from "~/ui/problem-notice";
import { Select } from "~/ui/select";

interface PromptPreviewProps {
  kind: IdeaKind;
  /** The text as it stands in the editor, saved or not. */
  body: string;
}

/** What the model would be told for a real campaign. */
export function PromptPreview({ kind, body }: PromptPreviewProps) {
  const { t } = useTranslation("prompts");
  const query = { limit: 100 };
  const campaigns = useQuery({
    queryKey: keys.campaigns.list(query),
    queryFn: ({ signal }) => api.get<Page<Campaign>>("/campaigns", { query, signal }),
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const campaignId = chosen ?? campaigns.data?.items[0]?.id ?? null;
  const preview = useMutation({
    mutationFn: (id: string) => previewPrompt(kind, body, id),
    meta: { showsOwnError: true },
  });

  return (
    <Section title={t("preview")} description={t("preview_lead")}>
      <div className="flex flex-wrap gap-2">
        <Select
          aria-label={t("preview_campaign")}
          className="w-full sm:w-80"
          value={campaignId}
          onChange={setChosen}
          placeholder={t("preview_campaign")}
          options={(campaigns.data?.items ?? []).map((campaign) => ({
            value: campaign.id,
            label: campaign.name,
            hint: campaign.client_name,
          }))}
        />
        <Button
          isBusy={preview.isPending}
          disabledReason={campaignId ? null : t("preview_none")}
          onClick={() => campaignId && preview.mutate(campaignId)}
        >
          {t("preview_run")}
        </Button>
      </div>
      {preview.error ? <ProblemNotice error={preview.error} /> : null}
      {preview.data ? (
        <pre className="whitespace-pre-wrap break-words rounded-md bg-sunken p-5 font-mono text-ink text-sm leading-6">
          {preview.data.text}
        </pre>
      ) : null}
    </Section>
  );
}
