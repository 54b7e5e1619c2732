import { Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "~/paths";
import { useMe } from "~/session/queries";
import { mayOpen } from "~/settings/rooms";
import { TabLinks } from "~/ui/tabs";

/** The rooms of the settings, each a page of its own; only those that the person may open. */
export function SettingsLayout() {
  const { t } = useTranslation("settings");
  const me = useMe();
  const tabs = [
    { to: paths.settings(), label: t("tab.profile") },
    { to: paths.security(), label: t("tab.security") },
    { to: paths.devices(), label: t("tab.devices") },
    { to: paths.organisation(), label: t("tab.organisation"), room: "organisation" as const },
    { to: paths.apiKeys(), label: t("tab.api_keys"), room: "api_keys" as const },
    { to: paths.applications(), label: t("tab.applications"), room: "applications" as const },
    { to: paths.tokenIssuers(), label: t("tab.token_issuers"), room: "token_issuers" as const },
    { to: paths.webhooks(), label: t("tab.webhooks"), room: "webhooks" as const, isExact: false },
  ];
  return (
    <div className="flex flex-col gap-8">
      <TabLinks
        label={t("title")}
        tabs={tabs
          .filter(({ room }) => !room || mayOpen(me, room))
          .map(({ to, label, isExact }) => ({ to, label, isExact: isExact ?? true }))}
      />
      <Outlet />
    </div>
  );
}
