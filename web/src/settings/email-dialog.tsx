import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeEmail } from "~/security/acts";
import { SentNotice } from "~/session/sent-notice";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";

/** Asks for another address; the mail that goes there makes the change. */
export function EmailDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["settings", "ui"]);
  const [sentTo, setSentTo] = useState<string | null>(null);

  async function submit(values: FormData): Promise<void> {
    const email = textOf(values, "email") ?? "";
    await changeEmail(email);
    setSentTo(email);
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("settings:email.title")}
      description={sentTo ? undefined : t("settings:email.lead")}
      size="sm"
    >
      {sentTo ? (
        <div className="flex flex-col gap-6">
          <SentNotice title={t("settings:email.sent_title")}>
            <p>{t("settings:email.sent", { email: sentTo })}</p>
          </SentNotice>
          <DialogActions>
            <Button variant="primary" onClick={onClose}>
              {t("ui:dialog.close")}
            </Button>
          </DialogActions>
        </div>
      ) : (
        <Form onSubmit={submit}>
          {({ isBusy }) => (
            <>
              <TextField
                name="email"
                type="email"
                label={t("settings:email.new")}
                autoComplete="email"
                maxLength={254}
                required
              />
              <DialogActions>
                <Button onClick={onClose}>{t("ui:dialog.cancel")}</Button>
                <Button type="submit" variant="primary" isBusy={isBusy}>
                  {t("settings:email.submit")}
                </Button>
              </DialogActions>
            </>
          )}
        </Form>
      )}
    </Dialog>
  );
}
