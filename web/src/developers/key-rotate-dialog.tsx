import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRotateKey } from "~/developers/acts";
import { KeyReady } from "~/developers/key-ready";
import type { ApiKey, ApiKeyWithSecret } from "~/developers/types";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";

const OVERLAP_DAYS = 7;
const OVERLAP_DAYS_MAX = 30;

interface KeyRotateDialogProps {
  apiKey: ApiKey;
  onClose: () => void;
}

/** Makes the key's successor; both work until the overlap is over. */
export function KeyRotateDialog({ apiKey, onClose }: KeyRotateDialogProps) {
  const { t } = useTranslation(["developers", "ui"]);
  const [made, setMade] = useState<ApiKeyWithSecret | null>(null);
  const rotate = useRotateKey(apiKey.id);

  async function submit(values: FormData): Promise<void> {
    setMade(await rotate.mutateAsync(Number(textOf(values, "overlap_days"))));
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      isPrecious={made !== null}
      title={t(made ? "developers:keys.made_title" : "developers:keys.rotate_title", { name: apiKey.name })}
      description={made ? undefined : t("developers:keys.rotate_lead")}
    >
      {made ? (
        <KeyReady made={made} onDone={onClose} />
      ) : (
        <Form onSubmit={submit}>
          {({ isBusy }) => (
            <>
              <TextField
                name="overlap_days"
                type="number"
                min={0}
                max={OVERLAP_DAYS_MAX}
                defaultValue={OVERLAP_DAYS}
                inputMode="numeric"
                label={t("developers:keys.overlap")}
                help={t("developers:keys.overlap_help")}
                required
              />
              <DialogActions>
                <Button onClick={onClose}>{t("ui:dialog.cancel")}</Button>
                <Button type="submit" variant="primary" isBusy={isBusy}>
                  {t("developers:keys.rotate_do")}
                </Button>
              </DialogActions>
            </>
          )}
        </Form>
      )}
    </Dialog>
  );
}
