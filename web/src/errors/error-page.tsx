import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import { ForbiddenPage } from "~/errors/forbidden-page";
import { NotFoundPage } from "~/errors/not-found-page";
import { OfflinePage } from "~/errors/offline-page";
import { ProblemNotice } from "~/ui/problem-notice";

const MISSING_SCRIPT = /dynamically imported module|importing a module script failed|preload CSS/i;

function isMissingScript(error: unknown): boolean {
  return error instanceof Error && (MISSING_SCRIPT.test(error.message) || !navigator.onLine);
}

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation("shell");
  const router = useRouter();
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;

  function retry(): void {
    reset();
    void router.invalidate();
  }

  if (error instanceof ApiError && error.status === 403) {
    return <ForbiddenPage error={error} onRetry={retry} />;
  }
  if (error instanceof ApiError && error.status === 0) return <OfflinePage onRetry={retry} />;
  // A script that did not come is not asked for again by the browser before the page is loaded anew.
  if (isMissingScript(error)) return <OfflinePage onRetry={() => window.location.reload()} />;

  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-6 px-6 py-16">
      <h1 className="font-serif text-3xl">{t("error.title")}</h1>
      <ProblemNotice error={error} onRetry={retry} />
    </div>
  );
}
