import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Idea } from "~/api/types";
import { useLiveState } from "~/live";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/dialog";
import { Kbd } from "~/ui/kbd";
import { ProblemNotice } from "~/ui/problem-notice";
import type { Draft } from "./use-draft";

interface SaveBarProps {
  idea: Idea;
  draft: Draft;
  note: string;
  onNote: (note: string) => void;
  onSave: () => void;
}

/** Stands at the lower edge while there is something to save, and says what saving does. */
export function SaveBar({ idea, draft, note, onNote, onSave }: SaveBarProps) {
  const { t } = useTranslation("ideas");
  const live = useLiveState();
  const [isAsking, setIsAsking] = useState(false);
  if (!draft.isDirty) return null;
  const isReviewed = idea.state === "internal_review" || idea.state === "client_review";
  return (
    <div className="sticky bottom-3 z-10 flex flex-col gap-3 rounded-md border border-accent-line bg-surface p-3.5 shadow-float">
      {draft.failure ? <ProblemNotice error={draft.failure} /> : null}
      {isReviewed ? <p className="text-sm text-warn">{t("editor.review_warning")}</p> : null}
      {idea.state === "approved" ? <p className="text-sm text-warn">{t("editor.approved_warning")}</p> : null}
      {live === "offline" ? <p className="text-sm text-warn">{t("editor.offline")}</p> : null}
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="font-medium text-sm">
          {t("editor.unsaved")}
        </p>
        <input
          className="control min-w-40 flex-1 basis-48"
          aria-label={t("editor.note")}
          placeholder={t("editor.note_placeholder")}
          value={note}
          maxLength={500}
          onChange={(event) => onNote(event.target.value)}
        />
        <Button onClick={() => setIsAsking(true)}>{t("editor.discard")}</Button>
        <Button
          variant="primary"
          disabledReason={draft.content.title.trim() ? null : t("editor.title_needed")}
          isBusy={draft.isSaving}
          onClick={onSave}
          aria-keyshortcuts="Meta+S Control+S"
        >
          {t("editor.save")}
          <span className="hidden sm:inline">
            <Kbd keys="modS" />
          </span>
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("editor.discard_title")}
        consequence={t("editor.discard_body", { n: idea.content_version })}
        actionLabel={t("editor.discard")}
        isDangerous
        onConfirm={async () => draft.revert()}
      />
    </div>
  );
}
