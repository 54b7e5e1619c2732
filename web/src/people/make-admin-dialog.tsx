import { useTranslation } from "react-i18next";
import { useMe } from "~/session/queries";
import { useRoleName } from "~/session/use-role-name";
import { ConfirmDialog } from "~/ui/dialog";

interface MakeAdminDialogProps {
  count: number;
  isOpen: boolean;
  onClose: () => void;
  onConfirm: () => Promise<unknown>;
}

/** Asks before somebody gets the role that may do everything. */
export function MakeAdminDialog({ count, ...dialog }: MakeAdminDialogProps) {
  const { t } = useTranslation("people");
  const { tenant } = useMe();
  const role = useRoleName()({ key: "admin" });
  return (
    <ConfirmDialog
      {...dialog}
      title={t("make_admin.title", { count, role })}
      consequence={t("make_admin.consequence", { tenant: tenant.name })}
      actionLabel={t("make_admin.confirm")}
      isDangerous
    />
  );
}
