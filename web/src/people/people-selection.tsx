import { Download, UserCheck, UserMinus, UserX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRemoveUser, useUpdateUser } from "~/people/acts";
import { MakeAdminDialog } from "~/people/make-admin-dialog";
import type { User, UserChange } from "~/people/types";
import { useSaveUsersCsv } from "~/people/use-save-users-csv";
import { useRoleChoices } from "~/roles/use-role-choices";
import { useMay, useMe } from "~/session/queries";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/dialog";
import { Select } from "~/ui/select";
import { SelectionPanel } from "~/ui/selection-panel";
import { toast } from "~/ui/toast-store";

interface PeopleSelectionProps {
  users: readonly User[];
  onClear: () => void;
  hasPeek: boolean;
}

const icon = { size: 15, "aria-hidden": true } as const;

/** What can be done with several people at once; oneself is always left out. */
export function PeopleSelection({ users, onClear, hasPeek }: PeopleSelectionProps) {
  const { t } = useTranslation("people");
  const may = useMay();
  const me = useMe().member;
  const update = useUpdateUser();
  const remove = useRemoveUser();
  const saveCsv = useSaveUsersCsv();
  const roles = useRoleChoices();
  const [asked, setAsked] = useState<readonly User[] | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const others = users.filter(({ id }) => id !== me?.id);
  const active = others.filter(({ state }) => state === "active");
  const resting = others.filter(({ state }) => state === "deactivated");

  async function change(chosen: readonly User[], changes: Partial<UserChange>): Promise<void> {
    // One after the other: each is its own change with its own refusal.
    const done = [];
    for (const user of chosen) {
      try {
        done.push(await update.mutateAsync({ user, changes }));
      } catch {
        // The mutation has said so.
      }
    }
    if (done.length > 0) toast.success(t("changed", { count: done.length }));
  }

  return (
    <SelectionPanel count={users.length} onClear={onClear} hasPeek={hasPeek}>
      {may("role.assign") ? (
        <Select
          size="sm"
          className="w-44"
          aria-label={t("bulk.role")}
          placeholder={t("bulk.role")}
          value={null}
          onChange={(role) => {
            if (role === "admin") setIsAsking(true);
            else if (role) void change(others, { role });
          }}
          options={roles}
        />
      ) : null}
      {may("member.update") ? (
        resting.length > 0 && active.length === 0 ? (
          <Button
            size="sm"
            icon={<UserCheck {...icon} />}
            isBusy={update.isPending}
            onClick={() => void change(resting, { state: "active" })}
          >
            {t("reactivate")}
          </Button>
        ) : (
          <Button
            size="sm"
            icon={<UserMinus {...icon} />}
            isBusy={update.isPending}
            disabledReason={active.length === 0 ? t("bulk.nobody_active") : null}
            onClick={() => void change(active, { state: "deactivated" })}
          >
            {t("deactivate")}
          </Button>
        )
      ) : null}
      <Button size="sm" icon={<Download {...icon} />} onClick={() => saveCsv(users)}>
        {t("csv")}
      </Button>
      {may("member.remove") ? (
        <Button
          size="sm"
          icon={<UserX {...icon} />}
          disabledReason={others.length === 0 ? t("not_yourself") : null}
          onClick={() => setAsked(others)}
        >
          {t("remove")}
        </Button>
      ) : null}
      <MakeAdminDialog
        count={others.length}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        onConfirm={() => change(others, { role: "admin" })}
      />
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={t("remove_many", { count: asked?.length ?? 0 })}
        consequence={t("remove_consequence")}
        actionLabel={t("remove")}
        isDangerous
        onConfirm={async () => {
          for (const user of asked ?? []) await remove.mutateAsync(user);
          toast.success(t("removed_many", { count: asked?.length ?? 0 }));
          onClear();
        }}
      />
    </SelectionPanel>
  );
}
