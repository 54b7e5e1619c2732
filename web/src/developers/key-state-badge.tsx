import { useTranslation } from "react-i18next";
import type { KeyState } from "~/developers/types";
import { Badge, type Tone } from "~/ui/badge";

const TONES: Record<KeyState, Tone> = {
  active: "good",
  rotating: "warn",
  expired: "neutral",
  revoked: "bad",
};

export function KeyStateBadge({ state }: { state: KeyState }) {
  const { t } = useTranslation("developers");
  return <Badge tone={TONES[state]}>{t(`keys.states.${state}`)}</Badge>;
}
