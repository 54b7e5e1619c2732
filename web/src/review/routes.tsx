import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { campaignsQuery } from "~/campaigns/queries";
import { i18n } from "~/i18n/i18n";
import { ideasQuery } from "~/ideas/queries";
import { paths } from "~/paths";
import { text } from "~/search";
import { isClientSide } from "~/session/queries";
import { AreaLabel } from "~/shell/crumbs";
import { rootRoute, shellRoute } from "~/shell/routes";
import { reviewQuery } from "./queries";
import { ReviewName } from "./review-name";

const areaCrumb = { label: <AreaLabel area="reviews" />, to: paths.reviews() };

/** Which idea is open; nothing for the overview. */
function readReviewSearch(search: Record<string, unknown>): { idea?: string | undefined } {
  return { idea: text(search.idea) };
}

const reviewsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/reviews",
  loader: ({ context }) =>
    Promise.all([
      isClientSide(context.me)
        ? context.queries.ensureQueryData(campaignsQuery({}))
        : context.queries.ensureQueryData(ideasQuery({})),
      i18n.loadNamespaces(["review", "ideas"]),
    ]),
  staticData: { crumbs: () => [areaCrumb] },
  component: lazyRouteComponent(() => import("./reviews-page"), "ReviewsPage"),
});

const reviewCampaignRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/reviews/$campaignId",
  validateSearch: readReviewSearch,
  // An address that a client passed on: the team has its own page of the same ideas.
  beforeLoad: ({ context, params }) => {
    if (context.me.member && !isClientSide(context.me)) {
      throw redirect({ to: paths.campaign(params.campaignId), replace: true });
    }
  },
  loader: ({ context, params }) =>
    Promise.all([
      context.queries.ensureQueryData(reviewQuery({ kind: "session", campaignId: params.campaignId })),
      i18n.loadNamespaces(["review", "ideas"]),
    ]),
  staticData: {
    crumbs: ({ campaignId = "" }) => [
      areaCrumb,
      { label: <ReviewName campaignId={campaignId} />, to: paths.reviewCampaign(campaignId) },
    ],
  },
  component: lazyRouteComponent(() => import("./review-campaign-page"), "ReviewCampaignPage"),
});

const reviewLinkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/r/$token",
  validateSearch: readReviewSearch,
  loader: async ({ context, params }) => {
    await i18n.loadNamespaces(["review", "ideas"]);
    // A link that does not work is explained by the page itself, in plain words.
    await context.queries.prefetchQuery(reviewQuery({ kind: "link", token: params.token }));
  },
  component: lazyRouteComponent(() => import("./review-link-page"), "ReviewLinkPage"),
});

/** Review pages: for a signed-in client below the shell, for a review link below the root. */
export const reviewShellRoutes = [reviewsRoute, reviewCampaignRoute] as const;
export const reviewLinkRoutes = [reviewLinkRoute] as const;
