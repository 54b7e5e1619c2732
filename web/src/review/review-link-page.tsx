import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import type { Review } from "~/api/types";
import { ProblemNotice } from "~/ui/problem-notice";
import { PageSkeleton } from "~/ui/skeleton";
import { LinkGone } from "./link-gone";
import { type Access, reviewQuery } from "./queries";
import { ReviewScreen } from "./review-screen";

/** A review for someone without an account: the link is the key, and this page all there is. */
export function ReviewLinkPage() {
  const { t } = useTranslation("review");
  const { token } = useParams({ from: "/r/$token" });
  const { idea } = useSearch({ from: "/r/$token" });
  const access: Access = { kind: "link", token };
  const review = useQuery(reviewQuery(access));
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#review"
        className="sr-only z-50 rounded-md bg-accent-fill px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        {t("skip")}
      </a>
      <main id="review" className="mx-auto w-full max-w-2xl flex-1 px-4 pt-5">
        {review.data ? (
          <Reviewed review={review.data} access={access} openId={idea} isOffline={review.isError} />
        ) : review.error ? (
          <Failed error={review.error} onRetry={() => void review.refetch()} />
        ) : (
          <PageSkeleton />
        )}
      </main>
    </div>
  );
}

interface ReviewedProps {
  review: Review;
  access: Access;
  openId: string | undefined;
  isOffline: boolean;
}

function Reviewed({ review, access, openId, isOffline }: ReviewedProps) {
  const { t } = useTranslation("review");
  return (
    <>
      {isOffline ? (
        <p role="status" className="mb-4 rounded-md bg-warn-soft p-3 text-sm text-warn">
          {t("offline")}
        </p>
      ) : null}
      <ReviewScreen review={review} access={access} openId={openId} />
      <footer className="mt-10 border-line border-t py-6 text-ink-faint text-sm">
        {t("made_with", { agency: review.agency.name })}
      </footer>
    </>
  );
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error instanceof ApiError && [401, 403, 404, 410].includes(error.status))
    return <LinkGone code={error.code} />;
  return (
    <div className="pt-16">
      <ProblemNotice error={error} onRetry={onRetry} />
    </div>
  );
}
