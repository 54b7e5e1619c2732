import { UserCheck, UserMinus, UserX, VenetianMask } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRemoveUser, useUpdateUser } from "~/people/acts";
import { ImpersonateDialog } from "~/people/impersonate-dialog";
import type { User } from "~/people/types";
import { useMay, useMe } from "~/session/queries";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/dialog";
import { toast } from "~/ui/toast-store";

const icon = { size: 14, "aria-hidden": true } as const;

/** What can be done about one person. Each says what it means before it happens. */
export function UserActs({ user }: { user: User }) {
  const { t } = useTranslation("people");
  const may = useMay();
  const me = useMe().member;
  const update = useUpdateUser();
  const remove = useRemoveUser();
  const [asked, setAsked] = useState<"deactivate" | "remove" | "impersonate" | null>(null);
  const close = () => setAsked(null);
  const isMe = user.id === me?.id;
  const own = isMe ? t("not_yourself") : null;
  if (user.state === "invited") return null;

  return (
    <div className="flex flex-wrap gap-2">
      {may("member.impersonate") ? (
        <Button
          size="sm"
          icon={<VenetianMask {...icon} />}
          disabledReason={own ?? (user.state === "active" ? null : t("impersonate.inactive"))}
          onClick={() => setAsked("impersonate")}
        >
          {t("impersonate.open")}
        </Button>
      ) : null}
      {may("member.update") && user.state === "active" ? (
        <Button
          size="sm"
          icon={<UserMinus {...icon} />}
          disabledReason={own}
          onClick={() => setAsked("deactivate")}
        >
          {t("deactivate")}
        </Button>
      ) : null}
      {may("member.update") && user.state === "deactivated" ? (
        <Button
          size="sm"
          icon={<UserCheck {...icon} />}
          isBusy={update.isPending}
          onClick={() =>
            update.mutate(
              { user, changes: { state: "active" } },
              { onSuccess: () => toast.success(t("reactivated", { name: user.name })) },
            )
          }
        >
          {t("reactivate")}
        </Button>
      ) : null}
      {may("member.remove") ? (
        <Button size="sm" icon={<UserX {...icon} />} disabledReason={own} onClick={() => setAsked("remove")}>
          {t("remove")}
        </Button>
      ) : null}
      <ConfirmDialog
        isOpen={asked === "deactivate"}
        onClose={close}
        title={t("deactivate_title", { name: user.name })}
        consequence={t("deactivate_consequence")}
        actionLabel={t("deactivate")}
        onConfirm={async () => {
          await update.mutateAsync({ user, changes: { state: "deactivated" } });
          toast.success(t("deactivated", { name: user.name }));
        }}
      />
      <ConfirmDialog
        isOpen={asked === "remove"}
        onClose={close}
        title={t("remove_title", { name: user.name })}
        consequence={t("remove_consequence")}
        actionLabel={t("remove")}
        isDangerous
        onConfirm={async () => {
          await remove.mutateAsync(user);
          toast.success(t("removed", { name: user.name }));
        }}
      />
      <ImpersonateDialog user={user} isOpen={asked === "impersonate"} onClose={close} />
    </div>
  );
}
