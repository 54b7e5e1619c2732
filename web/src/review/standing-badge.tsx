import { CircleCheck, CircleDashed, CircleX, MessageSquareText, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ReviewIdea } from "~/api/types";
import { Badge, type Tone } from "~/ui/badge";
import { type Standing, standingOf } from "./standing";

const icon = { size: 13, strokeWidth: 1.8, "aria-hidden": true } as const;

const LOOKS: Record<Standing, { tone: Tone; icon: ReactNode }> = {
  open: { tone: "accent", icon: <CircleDashed {...icon} /> },
  approve: { tone: "good", icon: <CircleCheck {...icon} /> },
  request_changes: { tone: "warn", icon: <MessageSquareText {...icon} /> },
  reject: { tone: "bad", icon: <CircleX {...icon} /> },
  with_agency: { tone: "neutral", icon: <Undo2 {...icon} /> },
};

interface StandingBadgeProps {
  idea: Pick<ReviewIdea, "state" | "decision">;
  agency?: string;
}

export function StandingBadge({ idea, agency = "" }: StandingBadgeProps) {
  const { t } = useTranslation("review");
  const standing = standingOf(idea);
  return (
    <Badge tone={LOOKS[standing].tone} icon={LOOKS[standing].icon}>
      {t(`verdict.${standing}`, { agency })}
    </Badge>
  );
}
