import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { AreaLabel } from "~/shell/crumbs";
import { shellRoute } from "~/shell/routes";

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/settings",
  staticData: { crumbs: () => [{ label: <AreaLabel area="settings" />, to: paths.settings() }] },
  loader: () => i18n.loadNamespaces("settings"),
  component: lazyRouteComponent(() => import("./settings-page"), "SettingsPage"),
});

export const settingsRoutes = [settingsRoute] as const;
