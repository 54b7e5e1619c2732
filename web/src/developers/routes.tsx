import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { apiKeysQuery, applicationsQuery, tokenIssuersQuery } from "~/developers/queries";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { text } from "~/search";
import { settingsCrumb, settingsRoute } from "~/settings/layout-route";
import { RoomLabel } from "~/settings/room-label";
import { opens } from "~/settings/rooms";

const apiKeysRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/api-keys",
  staticData: {
    crumbs: () => [settingsCrumb, { label: <RoomLabel room="api_keys" />, to: paths.apiKeys() }],
  },
  validateSearch: (search: Record<string, unknown>): { key?: string } => ({ key: text(search.key) }),
  beforeLoad: opens("api_keys"),
  loader: ({ context }) =>
    Promise.all([
      context.queries.ensureQueryData(apiKeysQuery),
      i18n.loadNamespaces(["developers", "roles"]),
    ]),
  component: lazyRouteComponent(() => import("./api-keys-page"), "ApiKeysPage"),
});

const applicationsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/applications",
  staticData: {
    crumbs: () => [settingsCrumb, { label: <RoomLabel room="applications" />, to: paths.applications() }],
  },
  beforeLoad: opens("applications"),
  loader: ({ context }) =>
    Promise.all([
      context.queries.ensureQueryData(applicationsQuery),
      i18n.loadNamespaces(["developers", "roles"]),
    ]),
  component: lazyRouteComponent(() => import("./applications-page"), "ApplicationsPage"),
});

const tokenIssuersRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/token-issuers",
  staticData: {
    crumbs: () => [settingsCrumb, { label: <RoomLabel room="token_issuers" />, to: paths.tokenIssuers() }],
  },
  beforeLoad: opens("token_issuers"),
  loader: ({ context }) =>
    Promise.all([context.queries.ensureQueryData(tokenIssuersQuery), i18n.loadNamespaces("developers")]),
  component: lazyRouteComponent(() => import("./token-issuers-page"), "TokenIssuersPage"),
});

export const developerRoutes = [apiKeysRoute, applicationsRoute, tokenIssuersRoute] as const;
