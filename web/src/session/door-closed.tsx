import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import { EntryFrame } from "~/session/entry-frame";
import { ProblemNotice } from "~/ui/problem-notice";

/** A key that no longer turns: the link was used, is too old, or never was one. */
export function isSpent(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.code === "link_invalid" || error.status === 404 || "token" in error.byField();
}

interface DoorClosedProps {
  error: unknown;
  kind: "link" | "reset" | "invitation" | "email";
  /** What to do about it: a new link, or who can help. */
  children: ReactNode;
}

/** Why a link from a mail leads nowhere, and what to do. */
export function DoorClosed({ error, kind, children }: DoorClosedProps) {
  const { t } = useTranslation("doors");
  return (
    <EntryFrame title={t("closed.title")} lead={isSpent(error) ? t(`closed.${kind}`) : undefined}>
      {isSpent(error) ? null : <ProblemNotice error={error} />}
      <div className="flex flex-wrap gap-2">{children}</div>
    </EntryFrame>
  );
}
