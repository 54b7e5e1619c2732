import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { developerRoutes } from "~/developers/routes";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { grantsQuery, securityQuery, sessionsQuery } from "~/security/queries";
import { settingsCrumb, settingsRoute } from "~/settings/layout-route";
import { RoomLabel } from "~/settings/room-label";

const profileRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./settings-page"), "SettingsPage"),
});

const securityRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/security",
  staticData: {
    crumbs: () => [settingsCrumb, { label: <RoomLabel room="security" />, to: paths.security() }],
  },
  loader: ({ context }) =>
    Promise.all([context.queries.ensureQueryData(securityQuery), i18n.loadNamespaces("security")]),
  component: lazyRouteComponent(() => import("../security/security-page"), "SecurityPage"),
});

const devicesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/devices",
  staticData: {
    crumbs: () => [settingsCrumb, { label: <RoomLabel room="devices" />, to: paths.devices() }],
  },
  loader: ({ context }) =>
    Promise.all([
      context.queries.ensureQueryData(sessionsQuery),
      context.queries.ensureQueryData(grantsQuery),
      i18n.loadNamespaces("security"),
    ]),
  component: lazyRouteComponent(() => import("../security/devices-page"), "DevicesPage"),
});

export const settingsRoutes = [
  settingsRoute.addChildren([profileRoute, securityRoute, devicesRoute, ...developerRoutes]),
] as const;
