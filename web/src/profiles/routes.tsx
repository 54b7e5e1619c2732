import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { NEEDS } from "~/admin/needs";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { ProfileName } from "~/profiles/profile-name";
import { profileQuery, profilesQuery, schemasQuery } from "~/profiles/queries";
import { SchemaCrumb } from "~/profiles/schema-crumb";
import { profileFilterOf, readProfilesSearch } from "~/profiles/search";
import { oneOf } from "~/search";
import { AreaLabel } from "~/shell/crumbs";
import { requires } from "~/shell/requires";
import { shellRoute } from "~/shell/routes";

const areaCrumb = { label: <AreaLabel area="profiles" />, to: paths.profiles() };

const profilesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/admin/profiles",
  validateSearch: readProfilesSearch,
  staticData: { crumbs: () => [areaCrumb] },
  beforeLoad: requires(NEEDS.profiles),
  loaderDeps: ({ search }) => profileFilterOf(search),
  loader: ({ context, deps }) =>
    Promise.all([
      context.queries.ensureInfiniteQueryData(profilesQuery(deps)),
      context.queries.ensureQueryData(schemasQuery),
      i18n.loadNamespaces(["profiles", "people"]),
    ]),
  component: lazyRouteComponent(() => import("./profiles-page"), "ProfilesPage"),
});

const profileRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/admin/profiles/$profileId",
  validateSearch: (search: Record<string, unknown>): { tab?: "versions" | undefined } => ({
    tab: oneOf(search.tab, ["versions"] as const),
  }),
  staticData: {
    crumbs: ({ profileId = "" }) => [
      areaCrumb,
      { label: <ProfileName id={profileId} />, to: paths.profile(profileId) },
    ],
  },
  beforeLoad: requires(NEEDS.profiles),
  loader: ({ context, params }) =>
    Promise.all([
      context.queries.ensureQueryData(profileQuery(params.profileId)),
      context.queries.ensureQueryData(schemasQuery),
      i18n.loadNamespaces(["profiles", "history", "ideas"]),
    ]),
  component: lazyRouteComponent(() => import("./profile-page"), "ProfilePage"),
});

const schemaRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/admin/profile-schemas/$kind",
  staticData: {
    crumbs: ({ kind = "" }) => [areaCrumb, { label: <SchemaCrumb />, to: paths.profileSchema(kind) }],
  },
  beforeLoad: requires(NEEDS.profiles),
  loader: ({ context }) =>
    Promise.all([context.queries.ensureQueryData(schemasQuery), i18n.loadNamespaces("profiles")]),
  component: lazyRouteComponent(() => import("./schema-page"), "SchemaPage"),
});

export const profileRoutes = [profilesRoute, profileRoute, schemaRoute] as const;
