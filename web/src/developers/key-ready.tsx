import { useTranslation } from "react-i18next";
import type { ApiKeyWithSecret } from "~/developers/types";
import { Button } from "~/ui/button";
import { DialogActions } from "~/ui/dialog";
import { SecretOnce } from "~/ui/secret-once";

interface KeyReadyProps {
  made: ApiKeyWithSecret;
  onDone: () => void;
}

/** The key itself, told this one time, and how it is used. */
export function KeyReady({ made, onDone }: KeyReadyProps) {
  const { t } = useTranslation("developers");
  return (
    <div className="flex flex-col gap-6">
      <SecretOnce label={t("keys.made", { name: made.name })} secret={made.key}>
        {t("keys.made_once")}
      </SecretOnce>
      <div className="flex flex-col gap-2">
        <p className="font-medium text-sm">{t("keys.use")}</p>
        <pre className="wrap-anywhere overflow-x-auto whitespace-pre-wrap rounded-md bg-sunken p-4 font-mono text-xs">
          {`curl -H "Authorization: Bearer ${made.prefix}…" \\\n  ${window.location.origin}/api/v1/campaigns`}
        </pre>
      </div>
      <DialogActions>
        <Button variant="primary" onClick={onDone}>
          {t("keys.kept")}
        </Button>
      </DialogActions>
    </div>
  );
}
