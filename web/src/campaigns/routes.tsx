import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { activityQuery } from "~/activity/queries";
import { versionsQuery } from "~/history/queries";
import { i18n } from "~/i18n/i18n";
import { ideasQuery } from "~/ideas/queries";
import { readIdeaSearch } from "~/ideas/search";
import { paths } from "~/paths";
import { text } from "~/search";
import { AreaLabel } from "~/shell/crumbs";
import { requires } from "~/shell/requires";
import { shellRoute } from "~/shell/routes";
import { CampaignName } from "./campaign-name";
import { batchesQuery, campaignQuery, campaignsQuery, clientChoicesQuery, linksQuery } from "./queries";
import { readCampaignSearch } from "./search";

const areaCrumb = { label: <AreaLabel area="campaigns" />, to: paths.campaigns() };

const campaignsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/campaigns",
  validateSearch: readCampaignSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) =>
    Promise.all([
      context.queries.ensureQueryData(campaignsQuery(deps)),
      context.queries.ensureQueryData(clientChoicesQuery()),
      i18n.loadNamespaces(["campaigns", "ideas"]),
    ]),
  staticData: { crumbs: () => [areaCrumb] },
  component: lazyRouteComponent(() => import("./campaigns-page"), "CampaignsPage"),
});

const campaignNewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/campaigns/new",
  validateSearch: (search: Record<string, unknown>): { client_id?: string } => ({
    client_id: text(search.client_id),
  }),
  loader: ({ context }) =>
    Promise.all([context.queries.ensureQueryData(clientChoicesQuery()), i18n.loadNamespaces("campaigns")]),
  staticData: { crumbs: () => [areaCrumb] },
  component: lazyRouteComponent(() => import("./campaign-new-page"), "CampaignNewPage"),
});

const campaignRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/campaigns/$campaignId",
  loader: ({ context, params }) =>
    Promise.all([
      context.queries.ensureQueryData(campaignQuery(params.campaignId)),
      i18n.loadNamespaces(["campaigns", "ideas"]),
    ]),
  staticData: {
    crumbs: ({ campaignId = "" }) => [
      areaCrumb,
      { label: <CampaignName id={campaignId} />, to: paths.campaign(campaignId) },
    ],
  },
  component: lazyRouteComponent(() => import("./campaign-page"), "CampaignPage"),
});

const campaignIdeasRoute = createRoute({
  getParentRoute: () => campaignRoute,
  path: "/",
  validateSearch: readIdeaSearch,
  loader: ({ context, params }) =>
    Promise.all([
      context.queries.ensureQueryData(ideasQuery({ campaign_id: params.campaignId })),
      context.queries.ensureQueryData(batchesQuery(params.campaignId)),
    ]),
  component: lazyRouteComponent(() => import("./campaign-ideas-page"), "CampaignIdeasPage"),
});

const campaignBriefRoute = createRoute({
  getParentRoute: () => campaignRoute,
  path: "/brief",
  component: lazyRouteComponent(() => import("./campaign-brief-page"), "CampaignBriefPage"),
});

const campaignLinksRoute = createRoute({
  getParentRoute: () => campaignRoute,
  path: "/links",
  loader: ({ context, params }) => context.queries.ensureQueryData(linksQuery(params.campaignId)),
  component: lazyRouteComponent(() => import("./campaign-links-page"), "CampaignLinksPage"),
});

const campaignActivityRoute = createRoute({
  getParentRoute: () => campaignRoute,
  path: "/activity",
  loader: ({ context, params }) =>
    Promise.all([
      context.queries.ensureInfiniteQueryData(activityQuery({ campaign_id: params.campaignId })),
      i18n.loadNamespaces("activity"),
    ]),
  component: lazyRouteComponent(() => import("./campaign-activity-page"), "CampaignActivityPage"),
});

const campaignHistoryRoute = createRoute({
  getParentRoute: () => campaignRoute,
  path: "/history",
  beforeLoad: requires("version.read"),
  loader: ({ context, params }) =>
    Promise.all([
      context.queries.ensureQueryData(versionsQuery("campaign", params.campaignId)),
      i18n.loadNamespaces("history"),
    ]),
  component: lazyRouteComponent(() => import("./campaign-history-page"), "CampaignHistoryPage"),
});

/** Campaign pages below the shell. */
export const campaignRoutes = [
  campaignsRoute,
  campaignNewRoute,
  campaignRoute.addChildren([
    campaignIdeasRoute,
    campaignBriefRoute,
    campaignLinksRoute,
    campaignActivityRoute,
    campaignHistoryRoute,
  ]),
] as const;
