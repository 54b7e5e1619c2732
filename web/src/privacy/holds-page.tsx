import { useSuspenseQuery } from "@tanstack/react-query";
import { Lock, LockOpen } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Subject, useHold, useReleaseHold } from "~/privacy/acts";
import { PrivacyTabs } from "~/privacy/privacy-tabs";
import { holdsQuery } from "~/privacy/queries";
import { SubjectFields } from "~/privacy/subject-fields";
import type { LegalHold, SubjectKind } from "~/privacy/types";
import { useSubjectName } from "~/privacy/use-subject-name";
import { useMay } from "~/session/queries";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { ConfirmDialog, Dialog, DialogActions } from "~/ui/dialog";
import { EmptyState } from "~/ui/empty-state";
import { TextareaField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { PageHeader } from "~/ui/page-header";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";

/** What must not be erased or expire for now, and why. */
export function HoldsPage() {
  const { t } = useTranslation("privacy");
  const mayHold = useMay()("retention.update");
  const { data: holds } = useSuspenseQuery(holdsQuery);
  const [isAdding, setIsAdding] = useState(false);
  const add = mayHold ? (
    <Button variant="primary" icon={<Lock size={15} aria-hidden="true" />} onClick={() => setIsAdding(true)}>
      {t("hold.open")}
    </Button>
  ) : null;
  return (
    <div className="flex flex-col gap-8">
      <PageHeader title={t("holds")} description={t("holds_lead")} actions={add} />
      <PrivacyTabs />
      {holds.length > 0 ? (
        <ul className="border-line border-t">
          {holds.map((hold) => (
            <HoldRow key={hold.id} hold={hold} />
          ))}
        </ul>
      ) : (
        <EmptyState title={t("no_holds_title")}>{t("no_holds")}</EmptyState>
      )}
      {isAdding ? <HoldDialog onClose={() => setIsAdding(false)} /> : null}
    </div>
  );
}

function HoldRow({ hold }: { hold: LegalHold }) {
  const { t } = useTranslation("privacy");
  const format = useFormat();
  const mayHold = useMay()("retention.update");
  const release = useReleaseHold();
  const [isAsking, setIsAsking] = useState(false);
  const name = useSubjectName()(hold.subject);
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 border-line border-b py-3">
      <div className="min-w-52 flex-1">
        <p className="flex flex-wrap items-center gap-2.5 font-medium">
          {name}
          {hold.released_at ? <Badge>{t("hold.is_released")}</Badge> : null}
        </p>
        <p className="text-ink-soft">{hold.reason}</p>
        <p className="text-ink-faint text-sm">
          {[hold.created_by_name, format.dateTime(hold.created_at)].filter(Boolean).join(" · ")}
        </p>
      </div>
      {mayHold && !hold.released_at ? (
        <Button size="sm" icon={<LockOpen size={14} aria-hidden="true" />} onClick={() => setIsAsking(true)}>
          {t("hold.release")}
        </Button>
      ) : null}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("hold.release_title", { name })}
        consequence={t("hold.release_consequence")}
        actionLabel={t("hold.release")}
        isDangerous
        onConfirm={async () => {
          await release.mutateAsync(hold.id);
          toast.success(t("hold.released", { name }));
        }}
      />
    </li>
  );
}

function HoldDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("privacy");
  const hold = useHold();
  const [kind, setKind] = useState<SubjectKind>("client");
  const [subject, setSubject] = useState<Subject | null>(null);
  return (
    <Dialog isOpen onClose={onClose} title={t("hold.title")} description={t("hold.lead")}>
      <Form
        onSubmit={async (values) => {
          if (!subject) return;
          await hold.mutateAsync({ subject: subject.id, reason: textOf(values, "reason") ?? "" });
          toast.success(t("hold.done", { name: subject.name }));
          onClose();
        }}
      >
        {({ isBusy }) => (
          <>
            <SubjectFields
              kind={kind}
              subject={subject}
              onKind={(next) => {
                setKind(next);
                setSubject(null);
              }}
              onSubject={setSubject}
            />
            <TextareaField name="reason" label={t("hold.reason")} required rows={2} maxLength={500} />
            <DialogActions>
              <Button onClick={onClose}>{t("cancel")}</Button>
              <Button type="submit" variant="primary" isBusy={isBusy}>
                {t("hold.save")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
