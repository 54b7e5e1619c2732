import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { membersQuery } from "~/people/queries";
import { AreaLabel } from "~/shell/crumbs";
import { requires } from "~/shell/requires";
import { shellRoute } from "~/shell/routes";

/** Where the page was before there was an administration. */
const formerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/people",
  beforeLoad: () => {
    throw redirect({ to: paths.people(), replace: true });
  },
});

const peopleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/admin/people",
  staticData: { crumbs: () => [{ label: <AreaLabel area="people" />, to: paths.people() }] },
  beforeLoad: requires("member.read"),
  loader: ({ context }) =>
    Promise.all([context.queries.ensureQueryData(membersQuery), i18n.loadNamespaces("people")]),
  component: lazyRouteComponent(() => import("./people-page"), "PeoplePage"),
});

export const peopleRoutes = [formerRoute, peopleRoute] as const;
