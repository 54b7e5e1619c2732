import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { AreaLabel, type Crumb } from "~/shell/crumbs";
import { shellRoute } from "~/shell/routes";

export const settingsCrumb: Crumb = { label: <AreaLabel area="settings" />, to: paths.settings() };

/** The frame of every room of the settings. */
export const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/settings",
  staticData: { crumbs: () => [settingsCrumb] },
  loader: () => i18n.loadNamespaces("settings"),
  component: lazyRouteComponent(() => import("./settings-layout"), "SettingsLayout"),
});
