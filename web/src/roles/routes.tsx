import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { NEEDS } from "~/admin/needs";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { permissionsQuery, rolesQuery } from "~/roles/queries";
import { readExplainSearch, readRolesSearch } from "~/roles/search";
import { AreaLabel } from "~/shell/crumbs";
import { requires } from "~/shell/requires";
import { shellRoute } from "~/shell/routes";

const areaCrumb = { label: <AreaLabel area="roles" />, to: paths.roles() };

const rolesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/admin/roles",
  validateSearch: readRolesSearch,
  staticData: { crumbs: () => [areaCrumb] },
  beforeLoad: requires(NEEDS.roles),
  loader: ({ context }) =>
    Promise.all([
      context.queries.ensureQueryData(rolesQuery),
      context.queries.ensureQueryData(permissionsQuery),
      i18n.loadNamespaces("roles"),
    ]),
  component: lazyRouteComponent(() => import("./roles-page"), "RolesPage"),
});

const explainRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/admin/roles/explain",
  validateSearch: readExplainSearch,
  staticData: { crumbs: () => [areaCrumb] },
  beforeLoad: requires(NEEDS.roles),
  loader: ({ context }) =>
    Promise.all([context.queries.ensureQueryData(permissionsQuery), i18n.loadNamespaces("roles")]),
  component: lazyRouteComponent(() => import("./explain-page"), "ExplainPage"),
});

export const roleRoutes = [rolesRoute, explainRoute] as const;
