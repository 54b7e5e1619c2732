import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Language } from "~/api/types";
import { changeLanguage, LANGUAGES } from "~/i18n/i18n";
import { ProfileRow } from "~/settings/profile-row";
import { useSaveMe } from "~/settings/queries";
import { SettingsRow } from "~/settings/settings-row";
import { TimeZoneRow } from "~/settings/time-zone-row";
import { chooseTheme, THEMES, type Theme, useTheme } from "~/shell/theme";
import { Kbd } from "~/ui/kbd";
import { PageHeader } from "~/ui/page-header";
import { SegmentedControl } from "~/ui/segmented-control";

const THEME_ICONS = {
  light: <Sun size={14} aria-hidden="true" />,
  dark: <Moon size={14} aria-hidden="true" />,
  system: <Monitor size={14} aria-hidden="true" />,
};

export function SettingsPage() {
  const { t, i18n } = useTranslation(["settings", "shell"]);
  const theme = useTheme();
  const language = LANGUAGES.find((known) => known === i18n.language) ?? "en";
  const save = useSaveMe();

  async function choose(chosen: Language): Promise<void> {
    await changeLanguage(chosen);
    // Mails come in this language, too. The page has changed already, whether or not that is kept.
    save.mutate({ locale: chosen });
  }

  function chooseLook(chosen: Theme): void {
    chooseTheme(chosen);
    save.mutate({ theme: chosen === "system" ? null : chosen });
  }

  return (
    <div className="flex max-w-3xl flex-col gap-8">
      <PageHeader title={t("settings:title")} />
      <ProfileRow />
      <SettingsRow title={t("settings:appearance.title")} note={t("settings:appearance.note")}>
        <SegmentedControl
          label={t("settings:appearance.title")}
          value={theme}
          onChange={chooseLook}
          options={THEMES.map((value) => ({
            value,
            label: t(`shell:theme.${value}`),
            icon: THEME_ICONS[value],
          }))}
        />
      </SettingsRow>
      <SettingsRow title={t("settings:language.title")} note={t("settings:language.note")}>
        <SegmentedControl
          label={t("settings:language.title")}
          value={language}
          onChange={(chosen) => void choose(chosen)}
          options={LANGUAGES.map((value) => ({ value, label: t(`shell:language.${value}`) }))}
        />
      </SettingsRow>
      <TimeZoneRow />
      <SettingsRow title={t("settings:keys.title")} note={t("settings:keys.note")}>
        <dl className="flex flex-col gap-2">
          <Shortcut keys="modK" label={t("settings:keys.palette")} />
          <Shortcut keys="Tab" label={t("settings:keys.skip")} />
          <Shortcut keys="Esc" label={t("settings:keys.escape")} />
        </dl>
      </SettingsRow>
    </div>
  );
}

function Shortcut({ keys, label }: { keys: string; label: string }) {
  return (
    <div className="flex items-center gap-4">
      <dt className="w-20">
        <Kbd keys={keys} />
      </dt>
      <dd className="text-ink-soft">{label}</dd>
    </div>
  );
}
