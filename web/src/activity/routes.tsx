import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { type ActivityFilter, activityQuery } from "~/activity/queries";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { text } from "~/search";
import { AreaLabel } from "~/shell/crumbs";
import { requires } from "~/shell/requires";
import { shellRoute } from "~/shell/routes";

const activityRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/activity",
  validateSearch: (search: Record<string, unknown>): ActivityFilter => ({
    client_id: text(search.client_id),
    campaign_id: text(search.campaign_id),
    idea_id: text(search.idea_id),
    actor_id: text(search.actor_id),
    action: text(search.action),
  }),
  staticData: { crumbs: () => [{ label: <AreaLabel area="activity" />, to: paths.activity() }] },
  beforeLoad: requires("activity.read"),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) =>
    Promise.all([
      context.queries.ensureInfiniteQueryData(activityQuery(deps)),
      i18n.loadNamespaces("activity"),
    ]),
  component: lazyRouteComponent(() => import("./activity-page"), "ActivityPage"),
});

export const activityRoutes = [activityRoute] as const;
