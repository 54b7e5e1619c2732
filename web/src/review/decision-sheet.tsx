import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Anchor } from "~/api/types";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextareaField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { QuotedPassage } from "./quoted-passage";

interface DecisionSheetProps {
  verdict: "request_changes" | "reject";
  agency: string;
  anchor: Anchor | null;
  onClose: () => void;
  onSend: (comment: string, anchor?: Anchor) => Promise<void>;
}

/** The words that a change or a no needs. */
export function DecisionSheet({ verdict, agency, anchor, onClose, onSend }: DecisionSheetProps) {
  const { t } = useTranslation("review");
  const [kept, setKept] = useState(anchor);
  const isReject = verdict === "reject";
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t(isReject ? "reject_title" : "change_title")}
      description={t(isReject ? "reject_body" : "required", { agency })}
    >
      <Form onSubmit={(values) => onSend(textOf(values, "comment") ?? "", kept ?? undefined)}>
        {({ isBusy }) => (
          <>
            {kept ? <QuotedPassage anchor={kept} onDrop={() => setKept(null)} /> : null}
            <TextareaField
              name="comment"
              label={t(isReject ? "reject_placeholder" : "change_title")}
              isLabelHidden
              placeholder={t(isReject ? "reject_placeholder" : "change_placeholder")}
              required
              maxLength={4000}
              rows={4}
              autoFocus
            />
            <DialogActions>
              <Button size="lg" onClick={onClose}>
                {t("cancel")}
              </Button>
              <Button size="lg" type="submit" variant={isReject ? "danger" : "primary"} isBusy={isBusy}>
                {t(isReject ? "reject_send" : "change_send")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
