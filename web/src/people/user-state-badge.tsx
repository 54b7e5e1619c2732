import { useTranslation } from "react-i18next";
import type { UserState } from "~/people/types";
import { Badge, type Tone } from "~/ui/badge";

const TONES: Record<UserState, Tone> = { active: "good", invited: "accent", deactivated: "neutral" };

export function UserStateBadge({ state }: { state: UserState }) {
  const { t } = useTranslation("people");
  return <Badge tone={TONES[state] ?? "neutral"}>{t(`state.${state}`)}</Badge>;
}
