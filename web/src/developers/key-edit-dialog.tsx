import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useUpdateKey } from "~/developers/acts";
import { NetworksField } from "~/developers/key-create-dialog";
import type { ApiKey } from "~/developers/types";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";

interface KeyDialogProps {
  apiKey: ApiKey;
  onClose: () => void;
}

/** Its scopes stay: a key that should do more, or less, is another key. */
export function KeyEditDialog({ apiKey, onClose }: KeyDialogProps) {
  const { t } = useTranslation(["developers", "ui"]);
  const [networks, setNetworks] = useState<string[]>(apiKey.allowed_networks);
  const update = useUpdateKey(apiKey);

  async function submit(values: FormData): Promise<void> {
    const rate = textOf(values, "rate_limit_per_minute");
    await update.mutateAsync({
      name: textOf(values, "name") ?? "",
      allowed_networks: networks,
      rate_limit_per_minute: rate ? Number(rate) : undefined,
    });
    onClose();
  }

  return (
    <Dialog isOpen onClose={onClose} title={t("developers:keys.edit_title")}>
      <Form onSubmit={submit}>
        {({ isBusy }) => (
          <>
            <TextField
              name="name"
              label={t("developers:keys.name")}
              defaultValue={apiKey.name}
              maxLength={100}
              required
            />
            <NetworksField value={networks} onChange={setNetworks} />
            <TextField
              name="rate_limit_per_minute"
              type="number"
              min={1}
              max={100000}
              inputMode="numeric"
              label={t("developers:keys.rate")}
              defaultValue={apiKey.rate_limit_per_minute ?? ""}
              isOptional
            />
            <DialogActions>
              <Button onClick={onClose}>{t("ui:dialog.cancel")}</Button>
              <Button type="submit" variant="primary" isBusy={isBusy}>
                {t("developers:save")}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
