import { useSuspenseQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { removeTotp, useSecurityAct } from "~/security/acts";
import { securityQuery } from "~/security/queries";
import { RecoveryCodesDialog } from "~/security/recovery-codes-dialog";
import { TotpDialog } from "~/security/totp-dialog";
import type { Security } from "~/security/types";
import { SettingsRow } from "~/settings/settings-row";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/dialog";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";

/** Below this many, it is time for new ones. */
const CODES_FEW = 3;

export function TotpRow() {
  const { t } = useTranslation("security");
  const { data: security } = useSuspenseQuery(securityQuery);
  const [open, setOpen] = useState<"enrol" | "remove" | "codes" | null>(null);
  const remove = useSecurityAct(removeTotp);
  const close = () => setOpen(null);

  async function confirmRemoval(): Promise<void> {
    await remove.mutateAsync(undefined);
    toast.success(t("totp.removed"));
  }

  return (
    <SettingsRow
      title={t("totp.title")}
      note={t("totp.note")}
      state={security.totp.enabled ? <Badge tone="good">{t("totp.on")}</Badge> : null}
    >
      {security.totp.enabled ? (
        <Enrolled security={security} onCodes={() => setOpen("codes")} onRemove={() => setOpen("remove")} />
      ) : (
        <Button icon={<ShieldCheck size={15} aria-hidden="true" />} onClick={() => setOpen("enrol")}>
          {t("totp.add")}
        </Button>
      )}
      {open === "enrol" ? <TotpDialog onClose={close} /> : null}
      {open === "codes" ? <RecoveryCodesDialog onClose={close} /> : null}
      <ConfirmDialog
        isOpen={open === "remove"}
        onClose={close}
        title={t("totp.remove_title")}
        consequence={t("totp.remove_consequence")}
        actionLabel={t("totp.remove_do")}
        isDangerous
        onConfirm={confirmRemoval}
      />
    </SettingsRow>
  );
}

interface EnrolledProps {
  security: Security;
  onCodes: () => void;
  onRemove: () => void;
}

function Enrolled({ security, onCodes, onRemove }: EnrolledProps) {
  const { t } = useTranslation("security");
  const format = useFormat();
  const { recovery_codes_left: left, totp } = security;
  return (
    <div className="flex flex-col items-start gap-4">
      {totp.confirmed_at ? (
        <p className="text-ink-soft">{t("totp.since", { date: format.date(totp.confirmed_at) })}</p>
      ) : null}
      <div className="flex w-full flex-wrap items-center justify-between gap-3 rounded-md border border-line bg-surface px-4 py-3">
        <div>
          <p className="font-medium">{t("codes.title")}</p>
          <p className={left <= CODES_FEW ? "text-sm text-warn" : "text-ink-faint text-sm"}>
            {t("codes.left", { count: left })}
          </p>
        </div>
        <Button size="sm" onClick={onCodes}>
          {t("codes.renew")}
        </Button>
      </div>
      <Button variant="ghost" onClick={onRemove}>
        {t("totp.remove")}
      </Button>
    </div>
  );
}
