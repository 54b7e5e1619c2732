import { useSuspenseQuery } from "@tanstack/react-query";
import { Laptop, Smartphone } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRevokeOtherSessions, useRevokeSession } from "~/security/acts";
import { sessionsQuery } from "~/security/queries";
import type { Session } from "~/security/types";
import { SettingsRow } from "~/settings/settings-row";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/dialog";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";

export function SessionsRow() {
  const { t } = useTranslation("security");
  const { data: sessions } = useSuspenseQuery(sessionsQuery);
  const [isAsking, setIsAsking] = useState(false);
  const revokeOthers = useRevokeOtherSessions();
  const ordered = sessions.items.toSorted(newestFirst);
  const others = ordered.filter((session) => !session.is_current).length;

  async function confirm(): Promise<void> {
    await revokeOthers.mutateAsync();
    toast.success(t("sessions.all_revoked"));
  }

  return (
    <SettingsRow title={t("sessions.title")} note={t("sessions.note")}>
      <div className="flex flex-col items-start gap-4">
        <ul className="w-full divide-y divide-line rounded-md border border-line bg-surface">
          {ordered.map((session) => (
            <SessionItem key={session.id} session={session} />
          ))}
        </ul>
        <Button
          disabledReason={others === 0 ? t("sessions.only_this") : null}
          onClick={() => setIsAsking(true)}
        >
          {t("sessions.revoke_others")}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("sessions.revoke_others")}
        consequence={t("sessions.revoke_others_consequence", { count: others })}
        actionLabel={t("sessions.revoke_others_do")}
        isDangerous
        onConfirm={confirm}
      />
    </SettingsRow>
  );
}

/** This device first, then the one that was last used. */
function newestFirst(a: Session, b: Session): number {
  if (a.is_current !== b.is_current) return a.is_current ? -1 : 1;
  return b.last_seen_at.localeCompare(a.last_seen_at);
}

const PHONES = /iOS|iPadOS|Android/;

function SessionItem({ session }: { session: Session }) {
  const { t, i18n } = useTranslation("security");
  const format = useFormat();
  const [isAsking, setIsAsking] = useState(false);
  const revoke = useRevokeSession();
  const { browser, os } = session.device;
  const name =
    browser && os ? t("sessions.device", { browser, os }) : (browser ?? os ?? t("sessions.unknown_device"));
  const Icon = PHONES.test(os ?? "") ? Smartphone : Laptop;
  const method = `sessions.method.${session.method}`;

  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <Icon size={18} strokeWidth={1.6} className="shrink-0 text-ink-faint" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          {name}
          {session.is_current ? <Badge tone="accent">{t("sessions.this")}</Badge> : null}
        </p>
        <p className="break-words text-ink-faint text-sm">
          {t("sessions.seen", { ago: format.ago(session.last_seen_at) })}
          {session.address ? ` · ${session.address}` : null}
        </p>
        <p className="text-ink-faint text-sm">
          {i18n.exists(method, { ns: "security" })
            ? t(method as "sessions.method.password", { date: format.dateTime(session.created_at) })
            : t("sessions.since", { date: format.dateTime(session.created_at) })}
        </p>
      </div>
      {session.is_current ? null : (
        <Button size="sm" aria-label={t("sessions.revoke_name", { name })} onClick={() => setIsAsking(true)}>
          {t("sessions.revoke")}
        </Button>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("sessions.revoke_title", { name })}
        consequence={t("sessions.revoke_consequence")}
        actionLabel={t("sessions.revoke")}
        isDangerous
        onConfirm={() => revoke.mutateAsync(session.id)}
      />
    </li>
  );
}
