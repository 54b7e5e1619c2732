import { useSuspenseQuery } from "@tanstack/react-query";
import { Fingerprint, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { canUsePasskeys } from "~/passkeys/webauthn";
import { removePasskey, useSecurityAct } from "~/security/acts";
import { PasskeyAddDialog } from "~/security/passkey-add-dialog";
import { PasskeyNameDialog } from "~/security/passkey-name-dialog";
import { securityQuery } from "~/security/queries";
import type { Passkey } from "~/security/types";
import { SettingsRow } from "~/settings/settings-row";
import { Button, IconButton } from "~/ui/button";
import { ConfirmDialog } from "~/ui/dialog";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";

export function PasskeysRow() {
  const { t } = useTranslation("security");
  const { data: security } = useSuspenseQuery(securityQuery);
  const [isAdding, setIsAdding] = useState(false);
  return (
    <SettingsRow title={t("passkeys.title")} note={t("passkeys.note")}>
      <div className="flex flex-col items-start gap-4">
        {security.passkeys.length > 0 ? (
          <ul className="w-full divide-y divide-line rounded-md border border-line bg-surface">
            {security.passkeys.map((passkey) => (
              <PasskeyItem key={passkey.id} passkey={passkey} isLastWay={isLastWay(passkey, security)} />
            ))}
          </ul>
        ) : (
          <p className="text-ink-soft">{t("passkeys.none")}</p>
        )}
        <Button
          icon={<Plus size={15} aria-hidden="true" />}
          disabledReason={canUsePasskeys() ? null : t("passkeys.unsupported")}
          onClick={() => setIsAdding(true)}
        >
          {t("passkeys.add")}
        </Button>
      </div>
      {isAdding ? <PasskeyAddDialog onClose={() => setIsAdding(false)} /> : null}
    </SettingsRow>
  );
}

function isLastWay(passkey: Passkey, security: { has_password: boolean; passkeys: Passkey[] }): boolean {
  return !security.has_password && security.passkeys.every(({ id }) => id === passkey.id);
}

interface PasskeyItemProps {
  passkey: Passkey;
  isLastWay: boolean;
}

function PasskeyItem({ passkey, isLastWay }: PasskeyItemProps) {
  const { t } = useTranslation("security");
  const format = useFormat();
  const remove = useSecurityAct(removePasskey);
  const [open, setOpen] = useState<"name" | "remove" | null>(null);
  const used = passkey.last_used_at
    ? t("passkeys.used", { ago: format.ago(passkey.last_used_at) })
    : t("passkeys.unused");

  async function confirmRemoval(): Promise<void> {
    await remove.mutateAsync(passkey.id);
    toast.success(t("passkeys.removed", { name: passkey.name }));
  }

  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <Fingerprint size={18} strokeWidth={1.6} className="shrink-0 text-ink-faint" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{passkey.name}</p>
        <p className="text-ink-faint text-sm">
          {t("passkeys.since", { date: format.date(passkey.created_at) })} · {used}
        </p>
      </div>
      <IconButton
        size="sm"
        label={t("passkeys.rename", { name: passkey.name })}
        icon={<Pencil size={14} aria-hidden="true" />}
        onClick={() => setOpen("name")}
      />
      <IconButton
        size="sm"
        label={t("passkeys.remove", { name: passkey.name })}
        icon={<Trash2 size={14} aria-hidden="true" />}
        onClick={() => setOpen("remove")}
      />
      {open === "name" ? <PasskeyNameDialog passkey={passkey} onClose={() => setOpen(null)} /> : null}
      <ConfirmDialog
        isOpen={open === "remove"}
        onClose={() => setOpen(null)}
        title={t("passkeys.remove_title", { name: passkey.name })}
        consequence={t(isLastWay ? "passkeys.remove_last" : "passkeys.remove_consequence")}
        actionLabel={t("passkeys.remove_do")}
        isDangerous
        onConfirm={confirmRemoval}
      />
    </li>
  );
}
