import { useState } from "react";
import { useTranslation } from "react-i18next";
import { renewRecoveryCodes, useSecurityAct } from "~/security/acts";
import { RecoveryCodeSheet } from "~/security/recovery-code-sheet";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { ProblemNotice } from "~/ui/problem-notice";

/** Makes ten new codes; those from before are worth nothing then. */
export function RecoveryCodesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["security", "ui"]);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const renew = useSecurityAct(renewRecoveryCodes);

  async function press(): Promise<void> {
    const renewed = await renew.mutateAsync(undefined).catch(() => null);
    if (renewed) setCodes(renewed.recovery_codes);
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      isPrecious={codes !== null}
      title={t(codes ? "security:codes.keep_title" : "security:codes.renew")}
      description={t(codes ? "security:codes.keep" : "security:codes.renew_consequence")}
    >
      {codes ? (
        <RecoveryCodeSheet codes={codes} onDone={onClose} />
      ) : (
        <div className="flex flex-col gap-6">
          {renew.error ? <ProblemNotice error={renew.error} /> : null}
          <DialogActions>
            <Button onClick={onClose}>{t("ui:dialog.cancel")}</Button>
            <Button variant="primary" isBusy={renew.isPending} onClick={() => void press()}>
              {t("security:codes.renew_do")}
            </Button>
          </DialogActions>
        </div>
      )}
    </Dialog>
  );
}
