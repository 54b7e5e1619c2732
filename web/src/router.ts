import { createRouter } from "@tanstack/react-router";
import { accountRoutes } from "~/accounts/routes";
import { activityRoutes } from "~/activity/routes";
import { queryClient } from "~/api/query-client";
import { auditRoutes } from "~/audit/routes";
import { campaignRoutes } from "~/campaigns/routes";
import { clientRoutes } from "~/clients/routes";
import { consentRoutes } from "~/consent/routes";
import { ErrorPage } from "~/errors/error-page";
import { NotFoundPage } from "~/errors/not-found-page";
import { historyRoutes } from "~/history/routes";
import { homeRoutes } from "~/home/routes";
import { ideaRoutes } from "~/ideas/routes";
import { peopleRoutes } from "~/people/routes";
import { privacyRoutes } from "~/privacy/routes";
import { profileRoutes } from "~/profiles/routes";
import { promptRoutes } from "~/prompts/routes";
import { reviewLinkRoutes, reviewShellRoutes } from "~/review/routes";
import { roleRoutes } from "~/roles/routes";
import { parseSearch, stringifySearch } from "~/search";
import { sessionRoutes } from "~/session/routes";
import { settingsRoutes } from "~/settings/routes";
import { anyOtherRoute, rootRoute, shellRoute } from "~/shell/routes";
import { tenantRoutes } from "~/tenants/routes";
import { PageSkeleton } from "~/ui/skeleton";
import { usageRoutes } from "~/usage/routes";

const routeTree = rootRoute.addChildren([
  ...sessionRoutes,
  ...consentRoutes,
  ...reviewLinkRoutes,
  shellRoute.addChildren([
    ...homeRoutes,
    ...clientRoutes,
    ...campaignRoutes,
    ...ideaRoutes,
    ...reviewShellRoutes,
    ...activityRoutes,
    ...promptRoutes,
    ...usageRoutes,
    ...peopleRoutes,
    ...roleRoutes,
    ...historyRoutes,
    ...tenantRoutes,
    ...privacyRoutes,
    ...profileRoutes,
    ...accountRoutes,
    ...auditRoutes,
    ...settingsRoutes,
    anyOtherRoute,
  ]),
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
  // Within the frame: a page that fails must not take the way out with it.
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: NotFoundPage,
  defaultPendingMs: 150,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
