import { useTranslation } from "react-i18next";
import type { Idea, IdeaEvent } from "~/api/types";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextareaField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { EVENT_OFFERS } from "./states";
import { useTransition } from "./use-idea-mutations";

interface TransitionDialogProps {
  idea: Idea;
  /** Null while nothing is asked. */
  event: IdeaEvent | null;
  onClose: () => void;
}

/** Asks for the words an event needs, or for a yes where nothing takes it back, with the consequence. */
export function TransitionDialog({ idea, event, onClose }: TransitionDialogProps) {
  const { t } = useTranslation("ideas");
  const transition = useTransition({ showsOwnError: true });
  if (!event) return null;
  const { needsComment, weight } = EVENT_OFFERS[event];

  async function submit(values: FormData, chosen: IdeaEvent): Promise<void> {
    await transition.mutateAsync({ idea, event: chosen, comment: textOf(values, "comment") });
    onClose();
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t(`event.${event}`)}
      description={t(`consequence.${event}`)}
    >
      <Form onSubmit={(values) => submit(values, event)}>
        {({ isBusy }) => (
          <>
            {needsComment ? (
              <TextareaField
                name="comment"
                label={t(event === "reject" ? "reason_label" : "comment_label")}
                help={t("comment_help")}
                required
                maxLength={4000}
                rows={4}
                autoFocus
              />
            ) : null}
            <DialogActions>
              <Button onClick={onClose}>{t("cancel")}</Button>
              <Button type="submit" variant={weight === "danger" ? "danger" : "primary"} isBusy={isBusy}>
                {t(`event.${event}`)}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
