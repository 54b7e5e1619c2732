import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Anchor, ReviewIdea } from "~/api/types";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextareaField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { toast } from "~/ui/toast-store";
import { type Access, useReviewComment } from "./queries";
import { QuotedPassage } from "./quoted-passage";

interface CommentSheetProps {
  idea: ReviewIdea;
  access: Access;
  agency: string;
  anchor: Anchor | null;
  onClose: () => void;
}

/** A word to the agency that decides nothing. */
export function CommentSheet({ idea, access, agency, anchor, onClose }: CommentSheetProps) {
  const { t } = useTranslation("review");
  const comment = useReviewComment(access);
  const [kept, setKept] = useState(anchor);

  async function send(values: FormData): Promise<void> {
    const body = textOf(values, "body");
    if (!body) return;
    await comment.mutateAsync({ ideaId: idea.id, body, anchor: kept ?? undefined });
    toast.success(t("comment_sent", { agency }));
    onClose();
  }

  return (
    <Dialog isOpen onClose={onClose} size="sm" title={t("comment_title")}>
      <Form onSubmit={send}>
        {({ isBusy }) => (
          <>
            {kept ? <QuotedPassage anchor={kept} onDrop={() => setKept(null)} /> : null}
            <TextareaField
              name="body"
              label={t("comment_title")}
              isLabelHidden
              placeholder={t("comment_placeholder")}
              required
              maxLength={4000}
              rows={4}
              autoFocus
            />
            <DialogActions>
              <Button size="lg" onClick={onClose}>
                {t("cancel")}
              </Button>
              <Button size="lg" type="submit" variant="primary" isBusy={isBusy}>
                {t("comment_send")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
