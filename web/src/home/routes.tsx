import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { paths } from "~/paths";
import { AreaLabel } from "~/shell/crumbs";
import { shellRoute } from "~/shell/routes";

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/",
  staticData: { crumbs: () => [{ label: <AreaLabel area="home" />, to: paths.home() }] },
  component: lazyRouteComponent(() => import("./home-page"), "HomePage"),
});

export const homeRoutes = [homeRoute] as const;
