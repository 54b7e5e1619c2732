import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { requestChangesQuery } from "~/history/queries";
import { RequestCrumb } from "~/history/request-crumb";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { AreaLabel } from "~/shell/crumbs";
import { requires } from "~/shell/requires";
import { shellRoute } from "~/shell/routes";

const changesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/admin/changes/$requestId",
  staticData: {
    crumbs: ({ requestId = "" }) => [
      { label: <AreaLabel area="audit" />, to: paths.audit() },
      { label: <RequestCrumb />, to: paths.changes(requestId) },
    ],
  },
  beforeLoad: requires("version.read"),
  loader: ({ context, params }) =>
    Promise.all([
      context.queries.ensureQueryData(requestChangesQuery(params.requestId)),
      i18n.loadNamespaces(["history", "ideas"]),
    ]),
  component: lazyRouteComponent(() => import("./changes-page"), "ChangesPage"),
});

export const historyRoutes = [changesRoute] as const;
