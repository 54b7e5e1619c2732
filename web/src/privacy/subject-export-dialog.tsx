import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Subject, useExportSubject } from "~/privacy/acts";
import { SubjectFields } from "~/privacy/subject-fields";
import type { SubjectKind } from "~/privacy/types";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { Form } from "~/ui/form";
import { toast } from "~/ui/toast-store";

interface SubjectExportDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

export function SubjectExportDialog({ isOpen, onClose }: SubjectExportDialogProps) {
  const { t } = useTranslation("privacy");
  const start = useExportSubject();
  const [kind, setKind] = useState<SubjectKind>("member");
  const [subject, setSubject] = useState<Subject | null>(null);
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t("export.title")} description={t("export.lead")}>
      <Form
        onSubmit={async () => {
          if (!subject) return;
          await start.mutateAsync(subject);
          toast.success(t("export.started", { name: subject.name }));
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
            <DialogActions>
              <Button onClick={onClose}>{t("cancel")}</Button>
              <Button type="submit" variant="primary" isBusy={isBusy}>
                {t("export.start")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
