import { withQuery } from "~/api/client";

type Query = Record<string, string | number | null | undefined>;

/** The only place that writes addresses of pages. */
export const paths = {
  home: () => "/",
  signIn: (next?: string) => withQuery("/sign-in", { next }),
  clients: (query?: Query) => withQuery("/clients", query),
  client: (id: string) => `/clients/${id}`,
  clientExercises: (id: string) => `/clients/${id}/exercises`,
  clientExercise: (id: string, key: string) => `/clients/${id}/exercises/${key}`,
  clientVoice: (id: string) => `/clients/${id}/voice`,
  clientCampaigns: (id: string) => `/clients/${id}/campaigns`,
  campaigns: (query?: Query) => withQuery("/campaigns", query),
  campaignNew: (query?: { client_id?: string }) => withQuery("/campaigns/new", query),
  campaign: (id: string, query?: Query) => withQuery(`/campaigns/${id}`, query),
  campaignBrief: (id: string) => `/campaigns/${id}/brief`,
  campaignLinks: (id: string) => `/campaigns/${id}/links`,
  campaignActivity: (id: string) => `/campaigns/${id}/activity`,
  ideas: (query?: Query) => withQuery("/ideas", query),
  idea: (id: string, query?: Query) => withQuery(`/ideas/${id}`, query),
  reviews: () => "/reviews",
  reviewCampaign: (campaignId: string) => `/reviews/${campaignId}`,
  reviewLink: (token: string) => `/r/${token}`,
  activity: (query?: Query) => withQuery("/activity", query),
  prompts: () => "/prompts",
  prompt: (id: string, query?: Query) => withQuery(`/prompts/${id}`, query),
  usage: () => "/usage",
  people: () => "/people",
  settings: () => "/settings",
};
