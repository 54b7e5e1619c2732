import { createRouter } from "@tanstack/react-router";
import { queryClient } from "~/api/query-client";
import { campaignRoutes } from "~/campaigns/routes";
import { homeRoutes } from "~/home/routes";
import { ideaRoutes } from "~/ideas/routes";
import { reviewLinkRoutes, reviewShellRoutes } from "~/review/routes";
import { parseSearch, stringifySearch } from "~/search";
import { sessionRoutes } from "~/session/routes";
import { rootRoute, shellRoute } from "~/shell/routes";
import { PageSkeleton } from "~/ui/skeleton";

const routeTree = rootRoute.addChildren([
  ...sessionRoutes,
  ...reviewLinkRoutes,
  shellRoute.addChildren([...homeRoutes, ...campaignRoutes, ...ideaRoutes, ...reviewShellRoutes]),
]);

export const router = createRouter({
  routeTree,
  context: { queries: queryClient },
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  // TanStack Query decides what is fresh.
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: PageSkeleton,
  defaultPendingMs: 150,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
