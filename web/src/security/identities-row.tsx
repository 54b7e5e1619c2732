import { useSuspenseQuery } from "@tanstack/react-query";
import { LogIn } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRemoveIdentity } from "~/security/acts";
import { identitiesQuery } from "~/security/queries";
import type { Identity } from "~/security/types";
import { SettingsRow } from "~/settings/settings-row";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/dialog";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";

/** The accounts elsewhere that sign one in. */
export function IdentitiesRow() {
  const { t } = useTranslation("security");
  const { data: identities } = useSuspenseQuery(identitiesQuery);
  return (
    <SettingsRow title={t("identities.title")} note={t("identities.note")}>
      {identities.items.length > 0 ? (
        <ul className="divide-y divide-line rounded-md border border-line bg-surface">
          {identities.items.map((identity) => (
            <IdentityItem key={identity.id} identity={identity} />
          ))}
        </ul>
      ) : (
        <p className="text-ink-soft">{t("identities.none")}</p>
      )}
    </SettingsRow>
  );
}

function IdentityItem({ identity }: { identity: Identity }) {
  const { t } = useTranslation("security");
  const format = useFormat();
  const [isAsking, setIsAsking] = useState(false);
  const remove = useRemoveIdentity();
  const name = identity.issuer.replace(/^https?:\/\//, "");

  async function confirm(): Promise<void> {
    await remove.mutateAsync(identity.id);
    toast.success(t("identities.removed", { name }));
  }

  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <LogIn size={18} strokeWidth={1.6} className="shrink-0 text-ink-faint" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{name}</p>
        <p className="break-words text-ink-faint text-sm">
          {identity.email} · {t("identities.since", { date: format.date(identity.created_at) })} ·{" "}
          {t("identities.used", { ago: format.ago(identity.last_used_at) })}
        </p>
      </div>
      <Button size="sm" aria-label={t("identities.remove_name", { name })} onClick={() => setIsAsking(true)}>
        {t("identities.remove")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("identities.remove_title", { name })}
        consequence={t("identities.remove_consequence", { name })}
        actionLabel={t("identities.remove")}
        isDangerous
        onConfirm={confirm}
      />
    </li>
  );
}
