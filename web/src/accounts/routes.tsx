import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { AccountName } from "~/accounts/account-name";
import { accountChoicesQuery, accountMembersQuery, accountQuery } from "~/accounts/queries";
import { readAccountsSearch } from "~/accounts/search";
import { NEEDS } from "~/admin/needs";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { profilesQuery } from "~/profiles/queries";
import { AreaLabel } from "~/shell/crumbs";
import { requires } from "~/shell/requires";
import { shellRoute } from "~/shell/routes";

const areaCrumb = { label: <AreaLabel area="accounts" />, to: paths.accounts() };

const accountsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/admin/accounts",
  validateSearch: readAccountsSearch,
  staticData: { crumbs: () => [areaCrumb] },
  beforeLoad: requires(NEEDS.accounts),
  loader: ({ context }) =>
    Promise.all([context.queries.ensureQueryData(accountChoicesQuery), i18n.loadNamespaces("accounts")]),
  component: lazyRouteComponent(() => import("./accounts-page"), "AccountsPage"),
});

const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/admin/accounts/$accountId",
  staticData: {
    crumbs: ({ accountId = "" }) => [
      areaCrumb,
      { label: <AccountName id={accountId} />, to: paths.account(accountId) },
    ],
  },
  beforeLoad: requires(NEEDS.accounts),
  loader: ({ context, params }) =>
    Promise.all([
      context.queries.ensureQueryData(accountQuery(params.accountId)),
      i18n.loadNamespaces(["accounts", "profiles"]),
    ]),
  component: lazyRouteComponent(() => import("./account-page"), "AccountPage"),
});

const overviewRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./account-overview-page"), "AccountOverviewPage"),
});

const membersRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "/members",
  loader: ({ context, params }) => context.queries.ensureQueryData(accountMembersQuery(params.accountId)),
  component: lazyRouteComponent(() => import("./account-members-page"), "AccountMembersPage"),
});

const profilesRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "/profiles",
  loader: ({ context, params }) =>
    context.queries.ensureInfiniteQueryData(profilesQuery({ account_id: params.accountId })),
  component: lazyRouteComponent(() => import("./account-profiles-page"), "AccountProfilesPage"),
});

export const accountRoutes = [
  accountsRoute,
  accountRoute.addChildren([overviewRoute, membersRoute, profilesRoute]),
] as const;
