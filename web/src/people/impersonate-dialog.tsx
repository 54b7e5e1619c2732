import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { impersonate } from "~/people/acts";
import type { User } from "~/people/types";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextareaField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";

interface ImpersonateDialogProps {
  user: User;
  isOpen: boolean;
  onClose: () => void;
}

/** Acting as somebody else needs a reason that stands in the log. */
export function ImpersonateDialog({ user, isOpen, onClose }: ImpersonateDialogProps) {
  const { t } = useTranslation("people");
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      size="sm"
      title={t("impersonate.title", { name: user.name })}
      description={t("impersonate.lead")}
    >
      <Form
        onSubmit={async (values) => {
          await impersonate(user.id, textOf(values, "reason") ?? "");
          // Another session: nothing of this one may stay in memory.
          window.location.assign(paths.home());
        }}
      >
        {({ isBusy }) => (
          <>
            <TextareaField
              name="reason"
              label={t("impersonate.reason")}
              help={t("impersonate.reason_help")}
              required
              maxLength={500}
              rows={2}
            />
            <DialogActions>
              <Button onClick={onClose}>{t("cancel")}</Button>
              <Button type="submit" variant="primary" isBusy={isBusy}>
                {t("impersonate.open")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
