import { useTranslation } from "react-i18next";
import type { CampaignState } from "~/api/types";
import { Badge, type Tone } from "~/ui/badge";

const TONES: Record<CampaignState, Tone> = {
  draft: "neutral",
  planned: "accent",
  active: "good",
  paused: "warn",
  completed: "neutral",
  cancelled: "bad",
  archived: "neutral",
};

export function CampaignStateBadge({ state }: { state: CampaignState }) {
  const { t } = useTranslation("terms");
  return <Badge tone={TONES[state]}>{t(`campaign_state.${state}`)}</Badge>;
}
