import { Languages, LogOut, Monitor, Moon, Settings, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import { changeLanguage, LANGUAGES } from "~/i18n/i18n";
import { paths } from "~/paths";
import { useMe } from "~/session/queries";
import { useLeave } from "~/session/use-leave";
import { useRoleName } from "~/session/use-role-name";
import { chooseTheme, THEMES, useTheme } from "~/shell/theme";
import { Avatar } from "~/ui/avatar";
import { Menu, MenuGroup, MenuItem, MenuSeparator } from "~/ui/menu";

const THEME_ICONS = {
  light: <Sun size={15} aria-hidden="true" />,
  dark: <Moon size={15} aria-hidden="true" />,
  system: <Monitor size={15} aria-hidden="true" />,
};

export function ProfileMenu() {
  const { t, i18n } = useTranslation("shell");
  const { member, tenant } = useMe();
  const { leave } = useLeave();
  const roleName = useRoleName();
  const theme = useTheme();
  const name = member?.name ?? tenant.name;
  return (
    <Menu
      trigger={
        <button type="button" className="rounded-full">
          <Avatar name={name} />
          <span className="sr-only">{t("profile.label", { name })}</span>
        </button>
      }
    >
      <MenuGroup
        label={
          <>
            <span className="block font-medium text-base text-ink">{name}</span>
            <span className="block text-sm">{member?.email}</span>
            {member ? (
              <span className="mt-1 block text-ink-soft text-sm">
                {roleName({ key: member.role, name: member.role_name })}
              </span>
            ) : null}
          </>
        }
      />
      <MenuSeparator />
      <MenuItem to={paths.settings()} icon={<Settings size={15} aria-hidden="true" />}>
        {t("profile.settings")}
      </MenuItem>
      <MenuSeparator />
      <MenuGroup label={t("theme.label")}>
        {THEMES.map((option) => (
          <MenuItem
            key={option}
            icon={THEME_ICONS[option]}
            isChecked={option === theme}
            onSelect={() => chooseTheme(option)}
          >
            {t(`theme.${option}`)}
          </MenuItem>
        ))}
      </MenuGroup>
      <MenuGroup label={t("language.label")}>
        {LANGUAGES.map((language) => (
          <MenuItem
            key={language}
            icon={<Languages size={15} aria-hidden="true" />}
            isChecked={i18n.language === language}
            onSelect={() => void changeLanguage(language)}
          >
            {t(`language.${language}`)}
          </MenuItem>
        ))}
      </MenuGroup>
      <MenuSeparator />
      <MenuItem icon={<LogOut size={15} aria-hidden="true" />} onSelect={() => void leave()}>
        {t("profile.sign_out")}
      </MenuItem>
    </Menu>
  );
}
