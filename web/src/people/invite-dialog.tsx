import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AccountSelect } from "~/accounts/account-select";
import { useInvite } from "~/people/acts";
import { useRoleChoices } from "~/roles/use-role-choices";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { SelectField } from "~/ui/select";
import { toast } from "~/ui/toast-store";

interface InviteDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

export function InviteDialog({ isOpen, onClose }: InviteDialogProps) {
  const { t } = useTranslation("people");
  const invite = useInvite();
  const roles = useRoleChoices();
  const [role, setRole] = useState<string | null>(null);

  async function send(values: FormData): Promise<void> {
    const email = textOf(values, "email") ?? "";
    await invite.mutateAsync({
      email,
      role: textOf(values, "role") ?? "",
      name: textOf(values, "name"),
      account_id: textOf(values, "account_id"),
    });
    toast.success(t("invite.sent", { email }));
    onClose();
  }

  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t("invite.title")} description={t("invite.lead")}>
      <Form onSubmit={send}>
        {({ isBusy }) => (
          <>
            <TextField name="email" type="email" label={t("email")} required autoComplete="off" />
            <TextField name="name" label={t("name")} isOptional maxLength={120} autoComplete="off" />
            <SelectField
              name="role"
              label={t("role")}
              required
              placeholder={t("invite.choose")}
              value={role}
              onChange={setRole}
              options={roles}
            />
            {role === "client" ? (
              <AccountSelect
                key="client"
                name="account_id"
                isRequired
                label={t("which_client")}
                placeholder={t("invite.choose")}
                help={t("choose_client")}
              />
            ) : (
              <AccountSelect name="account_id" />
            )}
            <DialogActions>
              <Button onClick={onClose}>{t("cancel")}</Button>
              <Button type="submit" variant="primary" isBusy={isBusy}>
                {t("invite.send")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
