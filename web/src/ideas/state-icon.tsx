import {
  Archive,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleX,
  Eye,
  MessageSquareWarning,
  PencilLine,
  Sparkles,
} from "lucide-react";
import type { ReactNode } from "react";
import type { IdeaState } from "~/api/types";
import type { Tone } from "~/ui/badge";

const TONES: Record<IdeaState, Tone> = {
  generated: "neutral",
  draft: "neutral",
  internal_review: "accent",
  changes_requested: "warn",
  client_review: "accent",
  approved: "good",
  on_hold: "warn",
  rejected: "bad",
  archived: "neutral",
};

const icon = { size: 13, strokeWidth: 1.8, "aria-hidden": true } as const;

const ICONS: Record<IdeaState, ReactNode> = {
  generated: <Sparkles {...icon} />,
  draft: <PencilLine {...icon} />,
  internal_review: <CircleDashed {...icon} />,
  changes_requested: <MessageSquareWarning {...icon} />,
  client_review: <Eye {...icon} />,
  approved: <CircleCheck {...icon} />,
  on_hold: <CirclePause {...icon} />,
  rejected: <CircleX {...icon} />,
  archived: <Archive {...icon} />,
};

const ICON_COLOURS: Record<Tone, string> = {
  neutral: "text-ink-faint",
  accent: "text-accent",
  good: "text-good",
  warn: "text-warn",
  bad: "text-bad",
};

/** The state's sign alone, beside its written name. */
export function StateIcon({ state }: { state: IdeaState }) {
  return <span className={ICON_COLOURS[TONES[state]]}>{ICONS[state]}</span>;
}
