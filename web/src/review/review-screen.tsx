import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Review } from "~/api/types";
import { EmptyState } from "~/ui/empty-state";
import { IdeaReview } from "./idea-review";
import { Overview } from "./overview";
import type { Access } from "./queries";
import { nextOpen } from "./standing";

interface ReviewScreenProps {
  review: Review;
  access: Access;
  /** The idea that is open; the overview otherwise. */
  openId: string | undefined;
}

/** A client's review: an overview, then one idea at a time. The address says which. */
export function ReviewScreen({ review, access, openId }: ReviewScreenProps) {
  const { t } = useTranslation("review");
  const navigate = useNavigate();
  const at = review.items.findIndex(({ id }) => id === openId);
  const idea = review.items[at];

  function open(id: string | undefined): void {
    void navigate({ to: ".", search: id ? { idea: id } : {} });
  }

  if (review.items.length === 0) {
    return <EmptyState title={t("empty_link_title")}>{t("empty_link")}</EmptyState>;
  }
  if (!idea) return <Overview review={review} onOpen={open} />;
  return (
    <IdeaReview
      key={idea.id}
      review={review}
      idea={idea}
      at={at}
      access={access}
      onOpen={open}
      onDecided={() => open(nextOpen(review.items, idea.id)?.id)}
    />
  );
}
