import { LogOut, Monitor, Moon, Sun } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { changeLanguage, LANGUAGES } from "~/i18n/i18n";
import { useMe } from "~/session/queries";
import { useLeave } from "~/session/use-leave";
import { chooseTheme, THEMES, useTheme } from "~/shell/theme";
import { Avatar } from "~/ui/avatar";
import { Button } from "~/ui/button";
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
  return (
    <div className="flex max-w-3xl flex-col gap-8">
      <PageHeader title={t("settings:title")} />
      <Profile />
      <Row title={t("settings:appearance.title")} note={t("settings:appearance.note")}>
        <SegmentedControl
          label={t("settings:appearance.title")}
          value={theme}
          onChange={chooseTheme}
          options={THEMES.map((value) => ({
            value,
            label: t(`shell:theme.${value}`),
            icon: THEME_ICONS[value],
          }))}
        />
      </Row>
      <Row title={t("settings:language.title")} note={t("settings:language.note")}>
        <SegmentedControl
          label={t("settings:language.title")}
          value={language}
          onChange={(chosen) => void changeLanguage(chosen)}
          options={LANGUAGES.map((value) => ({ value, label: t(`shell:language.${value}`) }))}
        />
      </Row>
      <Row title={t("settings:keys.title")} note={t("settings:keys.note")}>
        <dl className="flex flex-col gap-2">
          <Shortcut keys="modK" label={t("settings:keys.palette")} />
          <Shortcut keys="Tab" label={t("settings:keys.skip")} />
          <Shortcut keys="Esc" label={t("settings:keys.escape")} />
        </dl>
      </Row>
    </div>
  );
}

function Profile() {
  const { t } = useTranslation(["settings", "shell", "terms"]);
  const { member, tenant } = useMe();
  const { leave } = useLeave();
  return (
    <Row title={t("settings:profile.title")} note={t("settings:profile.note", { tenant: tenant.name })}>
      <div className="flex flex-wrap items-center gap-4">
        <Avatar name={member?.name ?? tenant.name} size="lg" />
        <div className="min-w-0 flex-1">
          <p className="font-medium text-lg">{member?.name}</p>
          <p className="break-all text-ink-soft">{member?.email}</p>
          {member ? (
            <p className="text-ink-faint text-sm">
              {t(`terms:role.${member.role}`)} · {tenant.name}
            </p>
          ) : null}
        </div>
        <Button icon={<LogOut size={14} aria-hidden="true" />} onClick={() => void leave()}>
          {t("shell:profile.sign_out")}
        </Button>
      </div>
    </Row>
  );
}

interface RowProps {
  title: string;
  note: string;
  children: ReactNode;
}

function Row({ title, note, children }: RowProps) {
  return (
    <section className="grid gap-x-10 gap-y-4 border-line border-t pt-6 sm:grid-cols-[14rem_minmax(0,1fr)]">
      <div>
        <h2 className="font-serif text-xl">{title}</h2>
        <p className="mt-1 text-ink-soft text-sm">{note}</p>
      </div>
      <div className="min-w-0">{children}</div>
    </section>
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
