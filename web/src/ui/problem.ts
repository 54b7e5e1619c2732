import { ApiError } from "~/api/client";
import { i18n } from "~/i18n/i18n";

export interface ProblemWords {
  title: string;
  detail: string;
  requestId: string | null;
}

/** What happened, in the person's language where we know the code, with the request id to quote. */
export function describeProblem(error: unknown): ProblemWords {
  const t = i18n.getFixedT(null, "ui");
  if (!(error instanceof ApiError)) {
    return { title: t("problem.app_title"), detail: t("problem.app"), requestId: null };
  }
  const requestId = error.requestId;
  switch (error.code) {
    case "offline":
      return { title: t("problem.offline_title"), detail: t("problem.offline"), requestId };
    case "forbidden":
      return { title: t("problem.forbidden_title"), detail: t("problem.forbidden"), requestId };
    case "not_found":
      return { title: t("problem.not_found_title"), detail: t("problem.not_found"), requestId };
    case "precondition_failed":
    case "stale_content":
      return { title: t("problem.stale_title"), detail: t("problem.stale"), requestId };
    case "step_up_required":
    case "step_up_declined":
      return { title: t("problem.unproved_title"), detail: t("problem.unproved"), requestId };
    case "passkeys_unavailable_here":
      return { title: t("problem.by_number_title"), detail: t("problem.by_number"), requestId: null };
    case "rate_limited": {
      const seconds = error.retryAfterSeconds ?? 60;
      return { title: t("problem.rate_title"), detail: t("problem.rate", { seconds }), requestId };
    }
  }
  if (error.status >= 500) {
    return { title: t("problem.server_title"), detail: t("problem.server"), requestId };
  }
  return { title: t("problem.refused_title"), detail: error.message || t("problem.refused"), requestId };
}
