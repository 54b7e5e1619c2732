import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AccountSelect } from "~/accounts/account-select";
import { paths } from "~/paths";
import { useCreateProfile } from "~/profiles/acts";
import { AttributeFields } from "~/profiles/attribute-fields";
import { useSchemaFields } from "~/profiles/queries";
import { readAttributes } from "~/profiles/schema-fields";
import { PROFILE_KINDS, type ProfileKind } from "~/profiles/types";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { SelectField } from "~/ui/select";

interface ProfileCreateDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

/** A name, a place and only what the kind requires; the page then asks for the rest. */
export function ProfileCreateDialog({ isOpen, onClose }: ProfileCreateDialogProps) {
  const { t } = useTranslation("profiles");
  const navigate = useNavigate();
  const create = useCreateProfile();
  const [kind, setKind] = useState<ProfileKind>("model");
  const required = useSchemaFields(kind).filter(({ isRequired }) => isRequired);

  async function save(values: FormData): Promise<void> {
    const profile = await create.mutateAsync({
      kind,
      name: textOf(values, "name") ?? "",
      account_id: textOf(values, "account_id") ?? "",
      attributes: readAttributes(required, values),
    });
    await navigate({ to: paths.profile(profile.id) });
  }

  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t("create_title")} description={t("create_lead")}>
      <Form onSubmit={save}>
        {({ isBusy }) => (
          <>
            <TextField name="name" label={t("name")} required maxLength={120} autoComplete="off" />
            <div className="grid gap-5 sm:grid-cols-2">
              <SelectField
                name="kind"
                label={t("kind_label")}
                required
                value={kind}
                onChange={(next) => setKind(next ?? "model")}
                options={PROFILE_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
              />
              <AccountSelect name="account_id" label={t("account")} placeholder={t("choose")} isRequired />
            </div>
            <AttributeFields key={kind} fields={required} attributes={{}} />
            <DialogActions>
              <Button onClick={onClose}>{t("cancel")}</Button>
              <Button type="submit" variant="primary" isBusy={isBusy}>
                {t("create")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
