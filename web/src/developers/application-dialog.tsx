import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRegisterApplication } from "~/developers/acts";
import { ApplicationCredentials } from "~/developers/application-secret";
import { ScopePicker } from "~/developers/scope-picker";
import type { ApplicationWithSecret } from "~/developers/types";
import { Button } from "~/ui/button";
import { ChoiceGroup } from "~/ui/choice-group";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextareaField, TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";

export function ApplicationDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("developers");
  const [made, setMade] = useState<ApplicationWithSecret | null>(null);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      isPrecious={made !== null}
      title={made ? made.name : t("apps.register")}
      description={made ? undefined : t("apps.register_lead")}
      size="lg"
    >
      {made ? (
        <ApplicationCredentials application={made} secret={made.client_secret ?? null} onDone={onClose} />
      ) : (
        <ApplicationForm onClose={onClose} onMade={setMade} />
      )}
    </Dialog>
  );
}

interface ApplicationFormProps {
  onClose: () => void;
  onMade: (made: ApplicationWithSecret) => void;
}

function ApplicationForm({ onClose, onMade }: ApplicationFormProps) {
  const { t } = useTranslation(["developers", "ui"]);
  const [scopes, setScopes] = useState<string[]>([]);
  const [isScopeMissing, setIsScopeMissing] = useState(false);
  const register = useRegisterApplication();

  async function submit(values: FormData): Promise<void> {
    setIsScopeMissing(scopes.length === 0);
    if (scopes.length === 0) return;
    onMade(
      await register.mutateAsync({
        name: textOf(values, "name") ?? "",
        description: textOf(values, "description"),
        homepage: textOf(values, "homepage"),
        redirect_uris: (textOf(values, "redirect_uris") ?? "").split(/\s+/).filter(Boolean),
        scopes,
        is_confidential: values.get("kind") !== "public",
      }),
    );
  }

  return (
    <Form onSubmit={submit}>
      {({ isBusy }) => (
        <>
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField name="name" label={t("developers:apps.name")} maxLength={100} required />
            <TextField
              name="homepage"
              type="url"
              label={t("developers:apps.homepage")}
              maxLength={500}
              placeholder="https://"
              isOptional
            />
          </div>
          <TextField
            name="description"
            label={t("developers:apps.description")}
            help={t("developers:apps.description_help")}
            maxLength={500}
            isOptional
          />
          <TextareaField
            name="redirect_uris"
            label={t("developers:apps.redirects")}
            help={t("developers:apps.redirects_help")}
            rows={2}
            controlClassName="font-mono"
            spellCheck={false}
            required
          />
          <ChoiceGroup
            legend={t("developers:apps.kind")}
            name="kind"
            kind="radio"
            defaultValue={["confidential"]}
            options={[
              {
                value: "confidential",
                label: t("developers:apps.confidential"),
                hint: t("developers:apps.confidential_hint"),
              },
              { value: "public", label: t("developers:apps.public"), hint: t("developers:apps.public_hint") },
            ]}
          />
          <ScopePicker
            value={scopes}
            onChange={setScopes}
            error={isScopeMissing && scopes.length === 0 ? t("developers:scopes.needed") : null}
          />
          <DialogActions>
            <Button onClick={onClose}>{t("ui:dialog.cancel")}</Button>
            <Button type="submit" variant="primary" isBusy={isBusy}>
              {t("developers:apps.register_do")}
            </Button>
          </DialogActions>
        </>
      )}
    </Form>
  );
}
