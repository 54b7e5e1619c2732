import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { NEEDS } from "~/admin/needs";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { erasuresQuery, holdsQuery, privacyExportsQuery, retentionQuery } from "~/privacy/queries";
import { AreaLabel } from "~/shell/crumbs";
import { requires } from "~/shell/requires";
import { shellRoute } from "~/shell/routes";

const areaCrumb = { label: <AreaLabel area="privacy" />, to: paths.privacy() };

const privacyRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/admin/privacy",
  staticData: { crumbs: () => [areaCrumb] },
  beforeLoad: requires(NEEDS.privacy),
  loader: ({ context }) =>
    Promise.all([
      context.queries.ensureQueryData(privacyExportsQuery),
      context.queries.ensureQueryData(erasuresQuery),
      i18n.loadNamespaces("privacy"),
    ]),
  component: lazyRouteComponent(() => import("./privacy-page"), "PrivacyPage"),
});

const retentionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/admin/privacy/retention",
  staticData: { crumbs: () => [areaCrumb] },
  beforeLoad: requires(NEEDS.privacy),
  loader: ({ context }) =>
    Promise.all([context.queries.ensureQueryData(retentionQuery), i18n.loadNamespaces("privacy")]),
  component: lazyRouteComponent(() => import("./retention-page"), "RetentionPage"),
});

const holdsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/admin/privacy/holds",
  staticData: { crumbs: () => [areaCrumb] },
  beforeLoad: requires(NEEDS.privacy),
  loader: ({ context }) =>
    Promise.all([context.queries.ensureQueryData(holdsQuery), i18n.loadNamespaces("privacy")]),
  component: lazyRouteComponent(() => import("./holds-page"), "HoldsPage"),
});

export const privacyRoutes = [privacyRoute, retentionRoute, holdsRoute] as const;
