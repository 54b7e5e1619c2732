import { GitMerge, History, Lock } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Idea } from "~/api/types";
import { Button } from "~/ui/button";
import type { Draft } from "./use-draft";

interface EditorNoticesProps {
  idea: Idea;
  draft: Draft;
  canEdit: boolean;
  onMerge: () => void;
}

/** What a person has to know before typing on. */
export function EditorNotices({ idea, draft, canEdit, onMerge }: EditorNoticesProps) {
  const { t } = useTranslation("ideas");
  const icon = { size: 16, "aria-hidden": true, className: "mt-0.5 shrink-0" } as const;
  if (!canEdit)
    return (
      <Notice icon={<Lock {...icon} />}>
        {t(`editor.read_only.${idea.state === "on_hold" || idea.state === "archived" ? idea.state : "role"}`)}
      </Notice>
    );
  if (draft.isStale) {
    return (
      <Notice icon={<GitMerge {...icon} />} isUrgent>
        <span className="flex-1">{t("conflict.banner", { n: idea.content_version })}</span>
        <Button size="sm" variant="primary" onClick={onMerge}>
          {t("conflict.look")}
        </Button>
      </Notice>
    );
  }
  if (draft.isRestored) return <Notice icon={<History {...icon} />}>{t("editor.restored")}</Notice>;
  return null;
}

interface NoticeProps {
  icon: ReactNode;
  children: ReactNode;
  isUrgent?: boolean;
}

function Notice({ icon, children, isUrgent = false }: NoticeProps) {
  return (
    <div
      role={isUrgent ? "alert" : "status"}
      className={
        isUrgent
          ? "flex flex-wrap items-start gap-3 rounded-md bg-warn-soft p-3.5 text-ink"
          : "flex items-start gap-3 rounded-md bg-sunken p-3.5 text-ink-soft"
      }
    >
      {icon}
      {children}
    </div>
  );
}
