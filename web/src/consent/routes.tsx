import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { consentQuery } from "~/consent/queries";
import { i18n } from "~/i18n/i18n";
import { text } from "~/search";
import { rootRoute, signedIn } from "~/shell/routes";

/** Needs a session, but not the frame: the person came from elsewhere to answer one question. */
const consentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/authorize",
  validateSearch: (search: Record<string, unknown>): { request?: string } => ({
    request: text(search.request),
  }),
  beforeLoad: signedIn,
  loaderDeps: ({ search }) => search,
  loader: async ({ context, deps }) => {
    await i18n.loadNamespaces(["consent", "roles"]);
    await context.queries.ensureQueryData(consentQuery(deps.request ?? "none"));
  },
  component: lazyRouteComponent(() => import("./consent-page"), "ConsentPage"),
  errorComponent: lazyRouteComponent(() => import("./consent-page"), "ConsentClosed"),
});

export const consentRoutes = [consentRoute] as const;
