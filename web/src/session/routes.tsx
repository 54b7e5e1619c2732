import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { i18n } from "~/i18n/i18n";
import { oneOf, text } from "~/search";
import { healthQuery, invitationQuery, providersQuery } from "~/session/queries";
import { rootRoute } from "~/shell/routes";

interface EntrySearch {
  next?: string;
}

const entrySearch = (search: Record<string, unknown>): EntrySearch => ({ next: text(search.next) });

/** Why signing in through another house did not work; the server leads back with one of these. */
export const SIGN_IN_PROBLEMS = [
  "provider_failed",
  "flow_expired",
  "access_denied",
  "unknown_account",
  "identity_taken",
  "address_unverified",
] as const;
type SignInProblem = (typeof SIGN_IN_PROBLEMS)[number];

interface SignInSearch extends EntrySearch {
  problem?: SignInProblem;
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): SignInSearch => ({
    ...entrySearch(search),
    problem: text(search.problem)
      ? (oneOf(search.problem, SIGN_IN_PROBLEMS) ?? "provider_failed")
      : undefined,
  }),
  loader: ({ context }) => {
    // Whether this is a demo, and who else opens the door, decides only what stands below the form.
    void context.queries.prefetchQuery(healthQuery);
    void context.queries.prefetchQuery(providersQuery);
    return i18n.loadNamespaces("auth");
  },
  component: lazyRouteComponent(() => import("./sign-in-page"), "SignInPage"),
});

const loadTexts = () => i18n.loadNamespaces(["auth", "doors"]);

const signInLinkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in/link",
  validateSearch: entrySearch,
  loader: loadTexts,
  component: lazyRouteComponent(() => import("./sign-in-link-page"), "SignInLinkPage"),
});

const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in/reset",
  validateSearch: entrySearch,
  loader: loadTexts,
  component: lazyRouteComponent(() => import("./reset-page"), "ResetPage"),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/invitations/accept",
  loader: async ({ context, location }) => {
    await loadTexts();
    await context.queries.ensureQueryData(invitationQuery(location.hash));
  },
  component: lazyRouteComponent(() => import("./invitation-page"), "InvitationPage"),
  errorComponent: lazyRouteComponent(() => import("./invitation-page"), "InvitationClosed"),
});

const emailConfirmRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/settings/email/confirm",
  loader: loadTexts,
  component: lazyRouteComponent(() => import("./email-confirm-page"), "EmailConfirmPage"),
});

export const sessionRoutes = [
  signInRoute,
  signInLinkRoute,
  resetRoute,
  invitationRoute,
  emailConfirmRoute,
] as const;
