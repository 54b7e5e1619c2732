import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { SelectField } from "~/ui/select";
import { useCreateConnector } from "~/webhooks/acts";
import { SecretReady } from "~/webhooks/secret-ready";
import { SCHEMES, type Scheme } from "~/webhooks/types";

/** These sign with a secret of their own; for the others one is made here. */
const GIVEN: readonly Scheme[] = ["stripe", "slack", "meta", "twilio", "mailgun", "resend"];

export function ConnectorDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("webhooks");
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      isPrecious={secret !== null}
      title={t(secret ? "connectors.added" : "connectors.add")}
      description={secret ? undefined : t("connectors.add_lead")}
    >
      {secret ? (
        <SecretReady secret={secret} onDone={onClose} />
      ) : (
        <ConnectorForm onClose={onClose} onMade={(made) => (made ? setSecret(made) : onClose())} />
      )}
    </Dialog>
  );
}

interface ConnectorFormProps {
  onClose: () => void;
  onMade: (secret: string | null) => void;
}

function ConnectorForm({ onClose, onMade }: ConnectorFormProps) {
  const { t } = useTranslation(["webhooks", "ui"]);
  const [scheme, setScheme] = useState<Scheme>("shared_secret");
  const create = useCreateConnector();
  const needsSecret = GIVEN.includes(scheme);

  async function submit(values: FormData): Promise<void> {
    const given = textOf(values, "secret");
    const name = textOf(values, "name") ?? "";
    const made = await create.mutateAsync({ name, scheme, ...(given ? { secret: given } : {}) });
    onMade(made.secret);
  }

  return (
    <Form onSubmit={submit}>
      {({ isBusy }) => (
        <>
          <TextField
            name="name"
            label={t("webhooks:connectors.name")}
            help={t("webhooks:connectors.name_help")}
            pattern="[a-z][a-z0-9\-]+"
            maxLength={63}
            required
          />
          <SelectField
            name="scheme"
            label={t("webhooks:connectors.scheme")}
            help={t("webhooks:connectors.scheme_help")}
            value={scheme}
            onChange={(value) => setScheme(value ?? "shared_secret")}
            required
            options={SCHEMES.map((value) => ({ value, label: t(`webhooks:scheme.${value}`) }))}
          />
          <TextField
            name="secret"
            label={t("webhooks:connectors.secret")}
            help={t(needsSecret ? "webhooks:connectors.secret_given" : "webhooks:connectors.secret_made")}
            maxLength={500}
            autoComplete="off"
            {...(needsSecret ? { required: true } : { isOptional: true })}
          />
          <DialogActions>
            <Button onClick={onClose}>{t("ui:dialog.cancel")}</Button>
            <Button type="submit" variant="primary" isBusy={isBusy}>
              {t("webhooks:connectors.add")}
            </Button>
          </DialogActions>
        </>
      )}
    </Form>
  );
}
