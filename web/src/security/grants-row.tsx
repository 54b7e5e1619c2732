import { useSuspenseQuery } from "@tanstack/react-query";
import { AppWindow } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRevokeGrant } from "~/security/acts";
import { grantsQuery } from "~/security/queries";
import type { Grant } from "~/security/types";
import { SettingsRow } from "~/settings/settings-row";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/dialog";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";

export function GrantsRow() {
  const { t } = useTranslation("security");
  const { data: grants } = useSuspenseQuery(grantsQuery);
  return (
    <SettingsRow title={t("grants.title")} note={t("grants.note")}>
      {grants.items.length > 0 ? (
        <ul className="divide-y divide-line rounded-md border border-line bg-surface">
          {grants.items.map((grant) => (
            <GrantItem key={grant.id} grant={grant} />
          ))}
        </ul>
      ) : (
        <p className="text-ink-soft">{t("grants.none")}</p>
      )}
    </SettingsRow>
  );
}

function GrantItem({ grant }: { grant: Grant }) {
  const { t } = useTranslation("security");
  const format = useFormat();
  const [isAsking, setIsAsking] = useState(false);
  const revoke = useRevokeGrant();
  const name = grant.client_name;

  async function confirm(): Promise<void> {
    await revoke.mutateAsync(grant.id);
    toast.success(t("grants.revoked", { name }));
  }

  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <AppWindow size={18} strokeWidth={1.6} className="mt-0.5 shrink-0 text-ink-faint" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{name}</p>
        <p className="text-ink-faint text-sm">
          {t("grants.since", { date: format.date(grant.created_at) })} ·{" "}
          {grant.last_used_at
            ? t("grants.used", { ago: format.ago(grant.last_used_at) })
            : t("grants.unused")}
        </p>
        <p className="mt-1 break-words font-mono text-ink-soft text-xs">{grant.scopes.join("  ")}</p>
      </div>
      <Button size="sm" aria-label={t("grants.revoke_name", { name })} onClick={() => setIsAsking(true)}>
        {t("grants.revoke")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("grants.revoke_title", { name })}
        consequence={t("grants.revoke_consequence", { name })}
        actionLabel={t("grants.revoke")}
        isDangerous
        onConfirm={confirm}
      />
    </li>
  );
}
