import { useTranslation } from "react-i18next";
import { renamePasskey, useSecurityAct } from "~/security/acts";
import type { Passkey } from "~/security/types";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";

interface PasskeyNameDialogProps {
  passkey: Passkey;
  onClose: () => void;
}

export function PasskeyNameDialog({ passkey, onClose }: PasskeyNameDialogProps) {
  const { t } = useTranslation(["security", "ui"]);
  const rename = useSecurityAct((name: string) => renamePasskey(passkey.id, name));

  async function submit(values: FormData): Promise<void> {
    await rename.mutateAsync(textOf(values, "name") ?? "");
    onClose();
  }

  return (
    <Dialog isOpen onClose={onClose} title={t("security:passkeys.rename_title")} size="sm">
      <Form onSubmit={submit}>
        {({ isBusy }) => (
          <>
            <TextField
              name="name"
              label={t("security:passkeys.name")}
              defaultValue={passkey.name}
              maxLength={80}
              required
            />
            <DialogActions>
              <Button onClick={onClose}>{t("ui:dialog.cancel")}</Button>
              <Button type="submit" variant="primary" isBusy={isBusy}>
                {t("security:passkeys.rename_do")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
