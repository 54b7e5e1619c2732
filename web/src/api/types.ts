/** The shapes of the HTTP API, by the names the app uses. `npm run api` writes them anew from the server's OpenAPI. */
import type { components } from "~/api/schema";

export type Schemas = components["schemas"];

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export type Problem = Schemas["Problem"];
/** `line` is where a template does not compile. */
export type ProblemField = Schemas["FieldError"] & { line?: number };

/** Permissions grow with the server, so a name may be one that this build does not know. */
export type Permission = Schemas["Permission"] | (string & {});
export type Me = Omit<Schemas["Me"], "permissions"> & { permissions: Permission[] };
export type Member = Schemas["Member"];
export type SignedIn = Schemas["SignedIn"];
export type Health = Schemas["Health"];

export type Channel = Schemas["Channel"];
export type Language = Schemas["Language"];
export type ApprovalPolicy = Schemas["ApprovalPolicy"];
export type Client = Schemas["Client"];
export type ClientCreate = Schemas["ClientCreate"];
export type ClientUpdate = Schemas["ClientUpdate"];

/** What one question is answered with; which of these depends on its kind. */
export type Answer = string | string[] | number | null;
export type Exercise = Omit<Schemas["Exercise"], "answers"> & { answers: Record<string, Answer> };
export type ExerciseKey = Schemas["ExerciseKey"];
export type Question = Schemas["Question"];
export type QuestionKind = Schemas["QuestionKind"];
export type Voice = Schemas["Voice"];

export type Campaign = Omit<Schemas["Campaign"], "idea_counts"> & {
  idea_counts: Partial<Record<IdeaState, number>>;
};
export type CampaignCreate = Schemas["CampaignCreate"];
export type CampaignUpdate = Schemas["CampaignUpdate"];
export type CampaignKind = Schemas["CampaignKind"];
export type CampaignState = Schemas["CampaignState"];
export type CampaignEvent = Schemas["CampaignEvent"];
export type Batch = Schemas["Batch"];
export type BatchState = Schemas["BatchState"];
export type BatchStage = Schemas["BatchStage"];

export type IdeaKind = Schemas["IdeaKind"];
export type IdeaState = Schemas["IdeaState"];
export type IdeaEvent = Schemas["IdeaEvent"];
export type IdeaSource = Schemas["IdeaSource"];
export type Variant = Schemas["Variant"];
export type Scene = Required<Schemas["Scene"]>;
export type Issue = Schemas["Issue"];

/** A request may leave parts of it out, an answer never does; channels without a text are not in `variants`. */
export type Content = Omit<Required<Schemas["Content"]>, "scenes" | "variants"> & {
  scenes: Scene[];
  variants: Partial<Record<Channel, Variant>>;
};
type WithContent<T> = Omit<T, "content"> & { content: Content };

export type Idea = WithContent<Schemas["Idea"]>;
export type IdeaVersion = WithContent<Schemas["IdeaVersion"]>;
export type SubmitResult = Schemas["SubmissionResults"];
export type RulesCheck = Schemas["RuleFindings"];

export type Decision = Schemas["Decision"];
export type Round = Schemas["Round"];
export type Anchor = Schemas["Anchor"];
export type Comment = Schemas["Comment"];
export type AccessLink = Schemas["AccessLink"];
/** Only the answer to its creation tells a link's address and token. */
export type AccessLinkWithToken = Schemas["LinkWithToken"];

export type ReviewIdea = Omit<WithContent<Schemas["ReviewIdea"]>, "previous_content"> & {
  previous_content: Content | null;
};
export type Review = Omit<Schemas["Review"], "items"> & { items: ReviewIdea[] };

export type Prompt = Schemas["Prompt"];
export type PromptVersion = Schemas["PromptVersion"];
export type PromptDetail = Schemas["PromptWithVersions"];

export type Activity = Schemas["Activity"];
export type Incident = Schemas["Incident"];
export type ModelUsage = Schemas["ModelUsage"];
export type Usage = Schemas["Usage"];
export type Home = Omit<Schemas["Home"], "changes_requested" | "waiting_internal"> & {
  changes_requested: Idea[];
  waiting_internal: Idea[];
};

/** One event of the stream. It has no schema in the OpenAPI document, which cannot describe streams. */
export interface ChangeEvent {
  topic: string;
  type: string;
  id: string;
  campaign_id: string | null;
  client_id: string | null;
  version: number | null;
  seq: number;
}
