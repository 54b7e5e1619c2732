import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { developerRoutes } from "~/developers/routes";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { grantsQuery, identitiesQuery, securityQuery, sessionsQuery } from "~/security/queries";
import { settingsCrumb, settingsRoute } from "~/settings/layout-route";
import { RoomLabel } from "~/settings/room-label";
import { opens } from "~/settings/rooms";
import { tenantQuery } from "~/tenants/queries";
import { webhookRoutes } from "~/webhooks/routes";

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
    Promise.all([
      context.queries.ensureQueryData(securityQuery),
      context.queries.ensureQueryData(identitiesQuery),
      i18n.loadNamespaces("security"),
    ]),
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

const organisationRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/organisation",
  staticData: {
    crumbs: () => [settingsCrumb, { label: <RoomLabel room="organisation" />, to: paths.organisation() }],
  },
  beforeLoad: opens("organisation"),
  loader: ({ context }) =>
    Promise.all([
      context.queries.ensureQueryData(tenantQuery),
      i18n.loadNamespaces(["tenants", "history", "ideas"]),
    ]),
  component: lazyRouteComponent(() => import("../tenants/organisation-page"), "OrganisationPage"),
});

export const settingsRoutes = [
  settingsRoute.addChildren([
    profileRoute,
    securityRoute,
    devicesRoute,
    organisationRoute,
    ...developerRoutes,
    ...webhookRoutes,
  ]),
] as const;
