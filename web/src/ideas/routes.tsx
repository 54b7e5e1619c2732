import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { AreaLabel } from "~/shell/crumbs";
import { shellRoute } from "~/shell/routes";
import { readEditorSearch } from "./editor-search";
import { IdeaName } from "./idea-name";
import { commentsQuery, ideaQuery, ideasQuery } from "./queries";
import { readIdeaSearch } from "./search";

const areaCrumb = { label: <AreaLabel area="ideas" />, to: paths.ideas() };

const ideasRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/ideas",
  validateSearch: readIdeaSearch,
  loader: ({ context }) =>
    Promise.all([
      context.queries.ensureQueryData(ideasQuery({})),
      i18n.loadNamespaces(["ideas", "campaigns"]),
    ]),
  staticData: { crumbs: () => [areaCrumb] },
  component: lazyRouteComponent(() => import("./ideas-page"), "IdeasPage"),
});

const ideaRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/ideas/$ideaId",
  validateSearch: readEditorSearch,
  loader: ({ context, params }) =>
    Promise.all([
      context.queries.ensureQueryData(ideaQuery(params.ideaId)),
      context.queries.ensureQueryData(commentsQuery(params.ideaId)),
      i18n.loadNamespaces(["ideas", "campaigns"]),
    ]),
  staticData: {
    crumbs: ({ ideaId = "" }) => [areaCrumb, { label: <IdeaName id={ideaId} />, to: paths.idea(ideaId) }],
  },
  component: lazyRouteComponent(() => import("./idea-page"), "IdeaPage"),
});

/** Idea pages below the shell. */
export const ideaRoutes = [ideasRoute, ideaRoute] as const;
