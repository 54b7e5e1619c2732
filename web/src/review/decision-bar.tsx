import { Check, MessageSquarePlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Anchor, ReviewIdea } from "~/api/types";
import { Button } from "~/ui/button";
import { ThumbBar } from "./thumb-bar";

interface DecisionBarProps {
  idea: ReviewIdea;
  /** Waits for a decision of this person. */
  isOpen: boolean;
  isBusy: boolean;
  /** The passage that is selected now. */
  passage: Anchor | null;
  onMark: (passage: Anchor) => void;
  onApprove: () => void;
  onChange: () => void;
  onReject: () => void;
}

const QUOTE_SHOWN = 40;

/** The decision under the thumb; while a passage is selected, what can be said about it comes first. */
export function DecisionBar(props: DecisionBarProps) {
  const { idea, isOpen, isBusy, passage, onMark, onApprove, onChange, onReject } = props;
  const { t } = useTranslation("review");
  if (!isOpen && !passage) return null;
  const icon = { size: 18, "aria-hidden": true } as const;
  return (
    <ThumbBar>
      <section aria-label={t("decide")} className="flex flex-col gap-2">
        {passage ? (
          <Button
            icon={<MessageSquarePlus {...icon} />}
            className="w-full min-w-0"
            // Pressing must not take the selection away before it is read.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onMark(passage)}
          >
            <span className="truncate">{t("mark", { quote: shorten(passage.quote) })}</span>
          </Button>
        ) : null}
        {isOpen && idea.allowed_events.includes("approve") ? (
          <div className="grid grid-cols-[1fr_1.15fr_1.6fr] gap-2">
            <Button size="lg" className="px-2! text-bad!" onClick={onReject}>
              {t("reject")}
            </Button>
            <Button size="lg" className="px-2!" onClick={onChange}>
              {t("change_short")}
            </Button>
            <Button
              size="lg"
              variant="primary"
              className="px-2!"
              icon={<Check {...icon} />}
              isBusy={isBusy}
              onClick={onApprove}
            >
              {t("approve")}
            </Button>
          </div>
        ) : null}
      </section>
    </ThumbBar>
  );
}

function shorten(quote: string): string {
  const characters = Array.from(quote.replace(/\s+/gu, " "));
  return characters.length > QUOTE_SHOWN
    ? `${characters.slice(0, QUOTE_SHOWN).join("")}…`
    : characters.join("");
}
