import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { i18n } from "~/i18n/i18n";
import { paths } from "~/paths";
import { PromptName } from "~/prompts/prompt-name";
import { promptQuery, promptsQuery } from "~/prompts/queries";
import { text } from "~/search";
import { AreaLabel, type Crumb } from "~/shell/crumbs";
import { requires } from "~/shell/requires";
import { shellRoute } from "~/shell/routes";

const area = (): Crumb => ({ label: <AreaLabel area="prompts" />, to: paths.prompts() });

const promptsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/prompts",
  staticData: { crumbs: () => [area()] },
  beforeLoad: requires("prompt.read"),
  loader: ({ context }) =>
    Promise.all([context.queries.ensureQueryData(promptsQuery), i18n.loadNamespaces("prompts")]),
  component: lazyRouteComponent(() => import("./prompts-page"), "PromptsPage"),
});

const promptRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/prompts/$promptId",
  // Which version is compared with the current one; empty for none.
  validateSearch: (search: Record<string, unknown>): { compare?: string } => ({
    compare: text(search.compare),
  }),
  staticData: {
    crumbs: ({ promptId = "" }) => [
      area(),
      { label: <PromptName id={promptId} />, to: paths.prompt(promptId) },
    ],
  },
  beforeLoad: requires("prompt.read"),
  loader: ({ context, params }) =>
    Promise.all([
      context.queries.ensureQueryData(promptQuery(params.promptId)),
      // The word diff keeps its words with the ideas.
      i18n.loadNamespaces(["prompts", "ideas"]),
    ]),
  component: lazyRouteComponent(() => import("./prompt-page"), "PromptPage"),
});

export const promptRoutes = [promptsRoute, promptRoute] as const;
