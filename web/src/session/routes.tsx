import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { i18n } from "~/i18n/i18n";
import { text } from "~/search";
import { healthQuery } from "~/session/queries";
import { rootRoute } from "~/shell/routes";

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { next?: string } => ({ next: text(search.next) }),
  loader: ({ context }) => {
    // Whether this is a demo decides only what stands below the form; nobody waits for it.
    void context.queries.prefetchQuery(healthQuery);
    return i18n.loadNamespaces("auth");
  },
  component: lazyRouteComponent(() => import("./sign-in-page"), "SignInPage"),
});

export const sessionRoutes = [signInRoute] as const;
