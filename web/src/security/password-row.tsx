import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changePassword, useSecurityAct } from "~/security/acts";
import { securityQuery } from "~/security/queries";
import { useMe } from "~/session/queries";
import { SettingsRow } from "~/settings/settings-row";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { Form } from "~/ui/form";
import { PasswordField, passwordOf } from "~/ui/password-field";
import { toast } from "~/ui/toast-store";

export function PasswordRow() {
  const { t } = useTranslation("security");
  const { data: security } = useSuspenseQuery(securityQuery);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <SettingsRow title={t("password.title")} note={t("password.note")}>
      <Button onClick={() => setIsOpen(true)}>
        {t(security.has_password ? "password.change" : "password.set")}
      </Button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title={t(security.has_password ? "password.change" : "password.set")}
        description={t("password.consequence")}
        size="sm"
      >
        <PasswordForm hasPassword={security.has_password} onClose={() => setIsOpen(false)} />
      </Dialog>
    </SettingsRow>
  );
}

interface PasswordFormProps {
  hasPassword: boolean;
  onClose: () => void;
}

function PasswordForm({ hasPassword, onClose }: PasswordFormProps) {
  const { t } = useTranslation(["security", "ui"]);
  const { member } = useMe();
  const change = useSecurityAct(changePassword);

  async function submit(values: FormData): Promise<void> {
    await change.mutateAsync({
      current_password: hasPassword ? passwordOf(values, "current_password") : undefined,
      new_password: passwordOf(values, "new_password"),
    });
    onClose();
    toast.success(t("security:password.done"));
  }

  return (
    <Form onSubmit={submit}>
      {({ isBusy }) => (
        <>
          {/* Tells a password manager whose password this is. */}
          <input type="text" autoComplete="username" value={member?.email ?? ""} readOnly hidden />
          {hasPassword ? (
            <PasswordField
              name="current_password"
              label={t("security:password.current")}
              autoComplete="current-password"
            />
          ) : null}
          <PasswordField
            name="new_password"
            label={t("security:password.new")}
            help={t("security:password.help")}
            autoComplete="new-password"
          />
          <DialogActions>
            <Button onClick={onClose}>{t("ui:dialog.cancel")}</Button>
            <Button type="submit" variant="primary" isBusy={isBusy}>
              {t("security:password.save")}
            </Button>
          </DialogActions>
        </>
      )}
    </Form>
  );
}
