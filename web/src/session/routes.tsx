import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { text } from "~/search";
import { healthQuery } from "~/session/queries";
import { rootRoute } from "~/shell/routes";

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { next?: string } => ({ next: text(search.next) }),
  loader: ({ context }) => context.queries.prefetchQuery(healthQuery),
  component: lazyRouteComponent(() => import("./sign-in-page"), "SignInPage"),
});

export const sessionRoutes = [signInRoute] as const;
