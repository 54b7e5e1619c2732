import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { AreaLabel } from "~/shell/crumbs";
import { requires } from "~/shell/requires";
import { shellRoute } from "~/shell/routes";
import { usageQuery } from "~/usage/queries";

const usageRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/usage",
  staticData: { crumbs: () => [{ label: <AreaLabel area="usage" />, to: paths.usage() }] },
  beforeLoad: requires("usage.read"),
  loader: ({ context }) =>
    Promise.all([context.queries.ensureQueryData(usageQuery), i18n.loadNamespaces("usage")]),
  component: lazyRouteComponent(() => import("./usage-page"), "UsagePage"),
});

export const usageRoutes = [usageRoute] as const;
