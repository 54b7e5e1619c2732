import { ChevronsUpDown } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMe } from "~/session/queries";
import { useLeave } from "~/session/use-leave";
import { Avatar } from "~/ui/avatar";
import { Menu, MenuGroup, MenuItem } from "~/ui/menu";

/** The agency one works in; with several memberships it switches between them. */
export function TenantSwitcher() {
  const { t } = useTranslation("shell");
  const { tenant, tenants } = useMe();
  const { enterTenant } = useLeave();
  const face = (
    <>
      <Avatar name={tenant.name} isOrganisation />
      <span className="min-w-0 flex-1 truncate text-left font-serif text-lg">{tenant.name}</span>
    </>
  );
  if (tenants.length < 2) return <div className="flex items-center gap-2.5 px-1.5 py-1">{face}</div>;
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="flex items-center gap-2.5 rounded-md px-1.5 py-1 hover:bg-hover">
          {face}
          <span className="sr-only">{t("tenant.heading")}</span>
          <ChevronsUpDown size={14} className="text-ink-faint" aria-hidden="true" />
        </button>
      }
    >
      <MenuGroup label={t("tenant.heading")}>
        {tenants.map((other) => (
          <MenuItem
            key={other.id}
            icon={<Avatar name={other.name} size="sm" isOrganisation />}
            isChecked={other.id === tenant.id}
            onSelect={() => other.id !== tenant.id && void enterTenant(other.slug)}
          >
            {other.name}
          </MenuItem>
        ))}
      </MenuGroup>
    </Menu>
  );
}
