import { useTranslation } from "react-i18next";
import type { IdeaState } from "~/api/types";
import { Badge, type Tone } from "~/ui/badge";

const TONES: Record<IdeaState, Tone> = {
  generated: "neutral",
  draft: "neutral",
  internal_review: "accent",
  changes_requested: "warn",
  client_review: "accent",
  approved: "good",
  on_hold: "neutral",
  rejected: "bad",
  archived: "neutral",
};

export function IdeaStateBadge({ state }: { state: IdeaState }) {
  const { t } = useTranslation("terms");
  return <Badge tone={TONES[state]}>{t(`idea_state.${state}`)}</Badge>;
}
