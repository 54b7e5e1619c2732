import { useTranslation } from "react-i18next";
import type { Application } from "~/developers/types";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { SecretOnce } from "~/ui/secret-once";

interface CredentialsProps {
  application: Application;
  secret: string | null;
  onDone: () => void;
}

/** What the application's developer needs: its id, and its secret this one time. */
export function ApplicationCredentials({ application, secret, onDone }: CredentialsProps) {
  const { t } = useTranslation("developers");
  return (
    <div className="flex flex-col gap-6">
      <TextField
        name="client_id"
        label={t("apps.client_id")}
        value={application.client_id}
        readOnly
        className="font-mono"
      />
      {secret ? (
        <SecretOnce label={t("apps.secret")} secret={secret}>
          {t("apps.secret_once")}
        </SecretOnce>
      ) : (
        <p className="text-ink-soft">{t("apps.no_secret")}</p>
      )}
      {application.state === "pending" ? <p className="text-ink-soft">{t("apps.waits")}</p> : null}
      <DialogActions>
        <Button variant="primary" onClick={onDone}>
          {t("apps.kept")}
        </Button>
      </DialogActions>
    </div>
  );
}

interface SecretDialogProps {
  application: Application;
  secret: string;
  onClose: () => void;
}

export function SecretDialog({ application, secret, onClose }: SecretDialogProps) {
  const { t } = useTranslation("developers");
  return (
    <Dialog isOpen isPrecious onClose={onClose} title={t("apps.secret_title", { name: application.name })}>
      <ApplicationCredentials application={application} secret={secret} onDone={onClose} />
    </Dialog>
  );
}
