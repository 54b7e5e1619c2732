import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import { ForbiddenPage } from "~/errors/forbidden-page";
import { NotFoundPage } from "~/errors/not-found-page";
import { ProblemNotice } from "~/ui/problem-notice";

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation("shell");
  const router = useRouter();
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  if (error instanceof ApiError && error.status === 403) return <ForbiddenPage />;

  function retry(): void {
    reset();
    void router.invalidate();
  }

  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-6 px-6 py-16">
      <h1 className="font-serif text-3xl">{t("error.title")}</h1>
      <ProblemNotice error={error} onRetry={retry} />
    </div>
  );
}
