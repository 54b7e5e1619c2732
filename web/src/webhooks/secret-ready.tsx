import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { DialogActions } from "~/ui/dialog";
import { SecretOnce } from "~/ui/secret-once";

/** A secret, told this one time. */
export function SecretReady({ secret, onDone }: { secret: string; onDone: () => void }) {
  const { t } = useTranslation("webhooks");
  return (
    <div className="flex flex-col gap-6">
      <SecretOnce label={t("secret.title")} secret={secret}>
        {t("secret.once")}
      </SecretOnce>
      <DialogActions>
        <Button variant="primary" onClick={onDone}>
          {t("secret.kept")}
        </Button>
      </DialogActions>
    </div>
  );
}
