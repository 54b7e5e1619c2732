import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Subject, useEraseSubject } from "~/privacy/acts";
import { SubjectFields } from "~/privacy/subject-fields";
import type { SubjectKind } from "~/privacy/types";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextareaField, TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { toast } from "~/ui/toast-store";

interface EraseDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

/** What cannot be undone is typed, not clicked. */
export function EraseDialog({ isOpen, onClose }: EraseDialogProps) {
  const { t } = useTranslation("privacy");
  const erase = useEraseSubject();
  const [kind, setKind] = useState<SubjectKind>("member");
  const [subject, setSubject] = useState<Subject | null>(null);
  const [typed, setTyped] = useState("");
  const isConfirmed = subject !== null && typed.trim() === subject.name.trim();

  function close(): void {
    setSubject(null);
    setTyped("");
    onClose();
  }

  return (
    <Dialog isOpen={isOpen} onClose={close} title={t("erase.title")} description={t("erase.lead")}>
      <Form
        onSubmit={async (values) => {
          if (!subject || !isConfirmed) return;
          await erase.mutateAsync({ subject, reason: textOf(values, "reason") ?? "" });
          toast.success(t("erase.started"));
          close();
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
            <ul className="flex list-disc flex-col gap-1 rounded-md bg-bad-soft py-3 pr-4 pl-8 text-ink text-sm">
              <li>{t("erase.what_goes")}</li>
              <li>{t("erase.what_stays")}</li>
              <li>{t("erase.no_way_back")}</li>
            </ul>
            <TextareaField name="reason" label={t("erase.reason")} required rows={2} maxLength={500} />
            {subject ? (
              <TextField
                name="confirmation"
                label={t("erase.type", { name: subject.name })}
                autoComplete="off"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            ) : null}
            <DialogActions>
              <Button onClick={close}>{t("cancel")}</Button>
              <Button
                type="submit"
                variant="danger"
                isBusy={isBusy}
                disabledReason={isConfirmed ? null : t("erase.not_confirmed")}
              >
                {t("erase.start")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
