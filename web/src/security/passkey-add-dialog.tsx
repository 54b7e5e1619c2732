import { Fingerprint } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createPasskey, isDismissed, isKnownAlready } from "~/passkeys/webauthn";
import { addPasskey, passkeyCreation, useSecurityAct } from "~/security/acts";
import { deviceName } from "~/security/device-name";
import { Refusal } from "~/session/refusal";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { toast } from "~/ui/toast-store";

/** Names the new passkey first: afterwards the browser's window has the person's attention. */
export function PasskeyAddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["security", "ui"]);
  const [refusal, setRefusal] = useState<"dismissed" | "known" | null>(null);
  const add = useSecurityAct(async (name: string) => {
    const { challenge_id, options } = await passkeyCreation();
    const credential = await createPasskey(options);
    return await addPasskey({ challenge_id, name, credential });
  });

  async function submit(values: FormData): Promise<void> {
    const name = textOf(values, "name") ?? "";
    setRefusal(null);
    try {
      await add.mutateAsync(name);
      onClose();
      toast.success(t("security:passkeys.added", { name }));
    } catch (error) {
      if (isKnownAlready(error)) setRefusal("known");
      else if (isDismissed(error)) setRefusal("dismissed");
      else throw error;
    }
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("security:passkeys.add")}
      description={t("security:passkeys.add_lead")}
      size="sm"
    >
      <Form onSubmit={submit}>
        {({ isBusy }) => (
          <>
            {refusal ? <Refusal>{t(`security:passkeys.${refusal}`)}</Refusal> : null}
            <TextField
              name="name"
              label={t("security:passkeys.name")}
              help={t("security:passkeys.name_help")}
              defaultValue={deviceName(navigator.userAgent)}
              maxLength={80}
              required
            />
            <DialogActions>
              <Button onClick={onClose}>{t("ui:dialog.cancel")}</Button>
              <Button
                type="submit"
                variant="primary"
                isBusy={isBusy}
                icon={<Fingerprint size={16} aria-hidden="true" />}
              >
                {t("security:passkeys.create")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
