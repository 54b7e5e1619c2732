import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { grantsQuery, securityQuery, sessionsQuery } from "~/security/queries";
import { RoomLabel } from "~/settings/room-label";
import { AreaLabel } from "~/shell/crumbs";
import { shellRoute } from "~/shell/routes";

const area = { label: <AreaLabel area="settings" />, to: paths.settings() };

const layoutRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/settings",
  staticData: { crumbs: () => [area] },
  loader: () => i18n.loadNamespaces("settings"),
  component: lazyRouteComponent(() => import("./settings-layout"), "SettingsLayout"),
});

const profileRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./settings-page"), "SettingsPage"),
});

const securityRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "/security",
  staticData: { crumbs: () => [area, { label: <RoomLabel room="security" />, to: paths.security() }] },
  loader: ({ context }) =>
    Promise.all([context.queries.ensureQueryData(securityQuery), i18n.loadNamespaces("security")]),
  component: lazyRouteComponent(() => import("../security/security-page"), "SecurityPage"),
});

const devicesRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "/devices",
  staticData: { crumbs: () => [area, { label: <RoomLabel room="devices" />, to: paths.devices() }] },
  loader: ({ context }) =>
    Promise.all([
      context.queries.ensureQueryData(sessionsQuery),
      context.queries.ensureQueryData(grantsQuery),
      i18n.loadNamespaces("security"),
    ]),
  component: lazyRouteComponent(() => import("../security/devices-page"), "DevicesPage"),
});

export const settingsRoutes = [layoutRoute.addChildren([profileRoute, securityRoute, devicesRoute])] as const;
