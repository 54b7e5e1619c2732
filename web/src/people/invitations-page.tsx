import { useSuspenseQuery } from "@tanstack/react-query";
import { MailX, Send, UserPlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { useResendInvitation, useRevokeInvitation } from "~/people/acts";
import { PeopleTabs } from "~/people/people-tabs";
import { invitationsQuery } from "~/people/queries";
import type { Invitation } from "~/people/types";
import { useMay, useMe } from "~/session/queries";
import { useRoleName } from "~/session/use-role-name";
import { Badge, type Tone } from "~/ui/badge";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/dialog";
import { EmptyState } from "~/ui/empty-state";
import { ButtonLink } from "~/ui/link";
import { PageHeader } from "~/ui/page-header";
import { type Column, Table } from "~/ui/table";
import { toast } from "~/ui/toast-store";
import { useFormat } from "~/ui/use-format";

const TONES: Record<Invitation["state"], Tone> = {
  pending: "accent",
  accepted: "good",
  revoked: "neutral",
  expired: "warn",
};

export function InvitationsPage() {
  const { t } = useTranslation("people");
  const { tenant } = useMe();
  const mayInvite = useMay()("invitation.create");
  const { data: invitations } = useSuspenseQuery(invitationsQuery);
  const columns = useColumns();
  const invite = mayInvite ? (
    <ButtonLink
      to={paths.people({ invite: "one" })}
      variant="primary"
      icon={<UserPlus size={15} aria-hidden="true" />}
    >
      {t("invite.one")}
    </ButtonLink>
  ) : null;
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title={t("invitations")}
        description={t("invitations_lead", { tenant: tenant.name })}
        actions={invite}
      />
      <PeopleTabs />
      {invitations.length > 0 ? (
        <Table label={t("invitations")} columns={columns} rows={invitations} rowKey={({ id }) => id} />
      ) : (
        <EmptyState title={t("no_invitations_title")} action={invite}>
          {t("no_invitations")}
        </EmptyState>
      )}
    </div>
  );
}

function useColumns(): Column<Invitation>[] {
  const { t } = useTranslation("people");
  const format = useFormat();
  const roleName = useRoleName();
  return [
    {
      key: "who",
      label: t("name"),
      cell: ({ name, email }) => (
        <span className="min-w-0">
          <span className="block font-medium">{name || email}</span>
          {name ? <span className="block break-all text-ink-faint text-sm">{email}</span> : null}
        </span>
      ),
    },
    {
      key: "role",
      label: t("role"),
      cell: ({ role, role_name }) => roleName({ key: role, name: role_name }),
    },
    {
      key: "state",
      label: t("state_label"),
      cell: ({ state }) => <Badge tone={TONES[state]}>{t(`invitation.${state}`)}</Badge>,
    },
    { key: "by", label: t("invited_by"), isSecondary: true, cell: (one) => one.invited_by_name ?? "—" },
    {
      key: "expires",
      label: t("expires"),
      isSecondary: true,
      className: "whitespace-nowrap text-ink-soft text-sm",
      cell: ({ expires_at }) => format.dateTime(expires_at),
    },
    {
      key: "acts",
      label: <span className="sr-only">{t("acts")}</span>,
      cell: (one) => <Acts invitation={one} />,
    },
  ];
}

function Acts({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation("people");
  const may = useMay();
  const resend = useResendInvitation();
  const revoke = useRevokeInvitation();
  const [isAsking, setIsAsking] = useState(false);
  const { id, email, state } = invitation;
  if (state !== "pending" && state !== "expired") return null;
  return (
    <span className="flex flex-wrap justify-end gap-1">
      {may("invitation.create") ? (
        <Button
          size="sm"
          variant="ghost"
          icon={<Send size={13} aria-hidden="true" />}
          isBusy={resend.isPending}
          onClick={() =>
            resend.mutate(id, { onSuccess: () => toast.success(t("invitation.resent", { email })) })
          }
        >
          <span className="max-sm:sr-only">{t("invitation.resend")}</span>
        </Button>
      ) : null}
      {may("invitation.revoke") ? (
        <Button
          size="sm"
          variant="ghost"
          icon={<MailX size={13} aria-hidden="true" />}
          onClick={() => setIsAsking(true)}
        >
          <span className="max-sm:sr-only">{t("invitation.revoke")}</span>
        </Button>
      ) : null}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("invitation.revoke_title", { email })}
        consequence={t("invitation.revoke_consequence")}
        actionLabel={t("invitation.revoke")}
        onConfirm={async () => {
          await revoke.mutateAsync(id);
          toast.success(t("invitation.was_revoked", { email }));
        }}
      />
    </span>
  );
}
