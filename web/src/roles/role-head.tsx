import { ChevronDown, Copy, Eye, History, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { resetOf } from "~/roles/matrix";
import { useRoleActs } from "~/roles/role-acts";
import type { RoleDetail } from "~/roles/types";
import { useSeeAs } from "~/roles/use-see-as";
import { useMay } from "~/session/queries";
import { useRoleName } from "~/session/use-role-name";
import { Menu, MenuItem, MenuSeparator } from "~/ui/menu";

const icon = { size: 15, "aria-hidden": true } as const;

/** A role's column head: its name, how many have it, and what can be done with it. */
export function RoleHead({ role }: { role: RoleDetail }) {
  const { t } = useTranslation("roles");
  const nameOf = useRoleName();
  const mayChange = useMay()("role.update");
  const { seeAs } = useSeeAs();
  const ask = useRoleActs();
  const name = nameOf(role);
  const isLocked = role.key === "super_admin";
  return (
    <th
      scope="col"
      className="sticky top-0 z-20 w-24 min-w-24 border-line border-b bg-surface px-1 pb-1.5 align-bottom font-normal"
    >
      <Menu
        align="center"
        trigger={
          <button
            type="button"
            className="flex w-full flex-col items-center gap-0.5 rounded-sm px-1 py-1 text-center hover:bg-hover"
          >
            <span className="hyphens-auto break-words font-medium text-ink text-sm leading-4">{name}</span>
            <span className="flex items-center gap-0.5 text-ink-faint text-xs tabular-nums">
              {t("people", { count: role.members_count })}
              <ChevronDown size={11} aria-hidden="true" />
            </span>
          </button>
        }
      >
        <MenuItem
          icon={<Eye {...icon} />}
          onSelect={() => void seeAs(role.key)}
          disabledReason={isLocked ? t("see_as_locked") : null}
        >
          {t("see_as_role")}
        </MenuItem>
        <MenuItem icon={<History {...icon} />} onSelect={() => ask({ what: "history", role })}>
          {t("history")}
        </MenuItem>
        {mayChange ? (
          <>
            <MenuSeparator />
            <MenuItem icon={<Copy {...icon} />} onSelect={() => ask({ what: "copy", role })}>
              {t("copy")}
            </MenuItem>
            <MenuItem
              icon={<Pencil {...icon} />}
              onSelect={() => ask({ what: "rename", role })}
              disabledReason={role.is_built_in ? t("built_in") : null}
            >
              {t("rename")}
            </MenuItem>
            <MenuItem
              icon={<RotateCcw {...icon} />}
              onSelect={() => ask({ what: "reset", role })}
              disabledReason={role.is_built_in ? (resetOf(role) ? null : t("as_default")) : t("reset_own")}
            >
              {t("reset")}
            </MenuItem>
            <MenuItem
              icon={<Trash2 {...icon} />}
              isDangerous
              onSelect={() => ask({ what: "delete", role })}
              disabledReason={role.is_built_in ? t("built_in_delete") : null}
            >
              {t("delete")}
            </MenuItem>
          </>
        ) : null}
      </Menu>
    </th>
  );
}
