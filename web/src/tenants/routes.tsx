import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { NEEDS } from "~/admin/needs";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { AreaLabel } from "~/shell/crumbs";
import { requires } from "~/shell/requires";
import { shellRoute } from "~/shell/routes";
import { tenantsQuery } from "~/tenants/queries";

const tenantsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/platform/tenants",
  staticData: { crumbs: () => [{ label: <AreaLabel area="tenants" />, to: paths.tenants() }] },
  beforeLoad: requires(NEEDS.tenants),
  loader: ({ context }) =>
    Promise.all([context.queries.ensureQueryData(tenantsQuery), i18n.loadNamespaces("tenants")]),
  component: lazyRouteComponent(() => import("./tenants-page"), "TenantsPage"),
});

export const tenantRoutes = [tenantsRoute] as const;
