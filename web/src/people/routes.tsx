import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { NEEDS } from "~/admin/needs";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { invitationsQuery, usersQuery } from "~/people/queries";
import { filterOf, readPeopleSearch } from "~/people/search";
import { AreaLabel } from "~/shell/crumbs";
import { requires } from "~/shell/requires";
import { shellRoute } from "~/shell/routes";

const areaCrumb = { label: <AreaLabel area="people" />, to: paths.people() };

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
  validateSearch: readPeopleSearch,
  staticData: { crumbs: () => [areaCrumb] },
  beforeLoad: requires(NEEDS.people),
  loaderDeps: ({ search }) => filterOf(search),
  loader: ({ context, deps }) =>
    Promise.all([
      context.queries.ensureInfiniteQueryData(usersQuery(deps)),
      i18n.loadNamespaces(["people", "roles"]),
    ]),
  component: lazyRouteComponent(() => import("./people-page"), "PeoplePage"),
});

const invitationsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/admin/people/invitations",
  staticData: { crumbs: () => [areaCrumb] },
  beforeLoad: requires("invitation.read"),
  loader: ({ context }) =>
    Promise.all([context.queries.ensureQueryData(invitationsQuery), i18n.loadNamespaces("people")]),
  component: lazyRouteComponent(() => import("./invitations-page"), "InvitationsPage"),
});

export const peopleRoutes = [formerRoute, peopleRoute, invitationsRoute] as const;
