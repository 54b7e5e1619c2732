import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { NEEDS } from "~/admin/needs";
import { auditActionsQuery, auditExportsQuery, auditQuery, auditSealsQuery } from "~/audit/queries";
import { auditFilterOf, readAuditSearch } from "~/audit/search";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { AreaLabel } from "~/shell/crumbs";
import { requires } from "~/shell/requires";
import { shellRoute } from "~/shell/routes";

const areaCrumb = { label: <AreaLabel area="audit" />, to: paths.audit() };
// The differences keep their words with versions and ideas.
const words = () => i18n.loadNamespaces(["audit", "history", "ideas", "roles"]);

const auditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/admin/audit",
  validateSearch: readAuditSearch,
  staticData: { crumbs: () => [areaCrumb] },
  beforeLoad: requires(NEEDS.audit),
  loaderDeps: ({ search }) => auditFilterOf(search),
  loader: ({ context, deps }) =>
    Promise.all([
      context.queries.ensureInfiniteQueryData(auditQuery(deps)),
      context.queries.ensureQueryData(auditActionsQuery),
      words(),
    ]),
  component: lazyRouteComponent(() => import("./audit-page"), "AuditPage"),
});

const exportsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/admin/audit/exports",
  staticData: { crumbs: () => [areaCrumb] },
  beforeLoad: requires("audit.export"),
  loader: ({ context }) => Promise.all([context.queries.ensureQueryData(auditExportsQuery), words()]),
  component: lazyRouteComponent(() => import("./exports-page"), "ExportsPage"),
});

const sealsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/admin/audit/seals",
  staticData: { crumbs: () => [areaCrumb] },
  beforeLoad: requires(NEEDS.audit),
  loader: ({ context }) => Promise.all([context.queries.ensureQueryData(auditSealsQuery), words()]),
  component: lazyRouteComponent(() => import("./seals-page"), "SealsPage"),
});

export const auditRoutes = [auditRoute, exportsRoute, sealsRoute] as const;
