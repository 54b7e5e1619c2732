import { ChevronLeft, ChevronRight, LayoutList } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import type { Anchor, Review, ReviewIdea } from "~/api/types";
import { SourceBadge } from "~/ideas/source-badge";
import { IconButton } from "~/ui/button";
import { ProblemNotice } from "~/ui/problem-notice";
import { toast } from "~/ui/toast-store";
import { CommentSheet } from "./comment-sheet";
import { DecisionBar } from "./decision-bar";
import { DecisionMeter } from "./decision-meter";
import { DecisionSheet } from "./decision-sheet";
import { Evidence } from "./evidence";
import { type Access, useDecide, type Verdict } from "./queries";
import { ReviewComments } from "./review-comments";
import { ReviewContent } from "./review-content";
import { StaleNotice } from "./stale-notice";
import { standingOf } from "./standing";
import { StandingBadge } from "./standing-badge";

interface IdeaReviewProps {
  review: Review;
  idea: ReviewIdea;
  /** Its place in the list, from 0. */
  at: number;
  access: Access;
  onOpen: (id: string | undefined) => void;
  onDecided: () => void;
}

type Sheet = { kind: "comment" | "request_changes" | "reject"; anchor: Anchor | null };

/** One idea, as large as the phone allows, with the decision under the thumb. */
export function IdeaReview({ review, idea, at, access, onOpen, onDecided }: IdeaReviewProps) {
  const { t } = useTranslation("review");
  const decide = useDecide(access);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const [passage, setPassage] = useState<Anchor | null>(null);
  // The text as it was when approving it failed because a newer one had been saved.
  const [seen, setSeen] = useState<ReviewIdea | null>(null);
  const agency = review.agency.name;
  const isOpen = standingOf(idea) === "open";

  async function run(verdict: Verdict, comment?: string, anchor?: Anchor): Promise<void> {
    try {
      await decide.mutateAsync({ idea, verdict, comment, anchor });
    } catch (error) {
      // Any other failure is shown in the open sheet, with what was typed.
      if (isStale(error)) setSeen(idea);
      else if (isTakenBack(error)) toast.info(t("taken_back", { agency }));
      else throw error;
      setSheet(null);
      return;
    }
    const words = {
      approve: "approved_toast",
      request_changes: "change_toast",
      reject: "reject_toast",
    } as const;
    toast.success(t(words[verdict]));
    setSheet(null);
    onDecided();
  }

  return (
    <div className="flex flex-col gap-5">
      <Pager review={review} idea={idea} at={at} onOpen={onOpen} />
      <div className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center gap-2">
          <StandingBadge idea={idea} agency={agency} />
          <SourceBadge idea={idea} isShort />
        </div>
        <h1 ref={focusHeading} tabIndex={-1} className="font-serif text-3xl tracking-[-0.01em] outline-none">
          {idea.title}
        </h1>
      </div>
      {seen && seen.content_hash !== idea.content_hash ? (
        <StaleNotice agency={agency} before={seen.content} after={idea.content} />
      ) : null}
      {idea.decision && !isOpen ? <Evidence idea={idea} decision={idea.decision} agency={agency} /> : null}
      <ReviewContent idea={idea} author={review.client.name} onPassage={setPassage} />
      <ReviewComments comments={idea.comments} onAdd={() => setSheet({ kind: "comment", anchor: null })} />
      {decide.error && !isStale(decide.error) && !sheet ? <ProblemNotice error={decide.error} /> : null}
      <DecisionBar
        idea={idea}
        isOpen={isOpen}
        isBusy={decide.isPending}
        passage={passage}
        onMark={(anchor) => setSheet({ kind: "comment", anchor })}
        onApprove={() => void run("approve").catch(() => undefined)}
        onChange={() => setSheet({ kind: "request_changes", anchor: passage })}
        onReject={() => setSheet({ kind: "reject", anchor: null })}
      />
      {sheet?.kind === "comment" ? (
        <CommentSheet
          idea={idea}
          access={access}
          agency={agency}
          anchor={sheet.anchor}
          onClose={() => setSheet(null)}
        />
      ) : null}
      {sheet && sheet.kind !== "comment" ? (
        <DecisionSheet
          verdict={sheet.kind}
          agency={agency}
          anchor={sheet.anchor}
          onClose={() => setSheet(null)}
          onSend={(comment, anchor) =>
            run(sheet.kind === "reject" ? "reject" : "request_changes", comment, anchor)
          }
        />
      ) : null}
    </div>
  );
}

/** Where the keyboard and the screen reader go on after a decision: at the next idea, not at the old button. */
function focusHeading(heading: HTMLElement | null): void {
  heading?.focus({ preventScroll: true });
}

function isStale(error: unknown): boolean {
  return error instanceof ApiError && (error.code === "stale_content" || error.status === 412);
}

/** The agency took the idea back to its desk while it was being read. */
function isTakenBack(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.code === "illegal_transition");
}

interface PagerProps {
  review: Review;
  idea: ReviewIdea;
  at: number;
  onOpen: (id: string | undefined) => void;
}

function Pager({ review, idea, at, onOpen }: PagerProps) {
  const { t } = useTranslation("review");
  const { items } = review;
  const icon = { size: 18, "aria-hidden": true } as const;
  const [previous, next] = [items[at - 1], items[at + 1]];
  return (
    <nav aria-label={t("list")} className="flex items-center gap-1.5">
      <IconButton label={t("overview")} icon={<LayoutList {...icon} />} onClick={() => onOpen(undefined)} />
      <div className="min-w-0 flex-1 px-1">
        <DecisionMeter ideas={items} openId={idea.id} />
      </div>
      {previous ? (
        <IconButton
          label={t("previous")}
          icon={<ChevronLeft {...icon} />}
          onClick={() => onOpen(previous.id)}
        />
      ) : null}
      {next ? (
        <IconButton label={t("next")} icon={<ChevronRight {...icon} />} onClick={() => onOpen(next.id)} />
      ) : null}
    </nav>
  );
}
