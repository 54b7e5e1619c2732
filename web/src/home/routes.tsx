import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { homeQuery } from "~/home/queries";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { isClientSide } from "~/session/queries";
import { AreaLabel } from "~/shell/crumbs";
import { shellRoute } from "~/shell/routes";

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/",
  staticData: { crumbs: () => [{ label: <AreaLabel area="home" />, to: paths.home() }] },
  beforeLoad: ({ context }) => {
    // A client comes for the reviews; the agency's desk is not theirs to see.
    if (isClientSide(context.me)) throw redirect({ to: paths.reviews() });
  },
  loader: ({ context }) =>
    Promise.all([context.queries.prefetchQuery(homeQuery), i18n.loadNamespaces("home")]),
  component: lazyRouteComponent(() => import("./home-page"), "HomePage"),
});

export const homeRoutes = [homeRoute] as const;
