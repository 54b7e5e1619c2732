/** The shapes of the HTTP API. */
export type Role = "admin" | "manager" | "creator" | "analyst" | "client" | "super_admin";

export type Permission =
  | "client.read"
  | "client.create"
  | "client.update"
  | "exercise.read"
  | "exercise.answer"
  | "voice.read"
  | "campaign.read"
  | "campaign.create"
  | "campaign.update"
  | "campaign.transition"
  | "prompt.read"
  | "prompt.update"
  | "idea.read"
  | "idea.generate"
  | "idea.create"
  | "idea.update"
  | "idea.submit"
  | "idea.approve_internal"
  | "idea.decide_as_client"
  | "comment.create"
  | "comment.create_internal"
  | "link.read"
  | "link.create"
  | "link.revoke"
  | "activity.read"
  | "usage.read"
  | "member.read"
  | "import.run"
  | "rule.read"
  | "settings.update";

export type Channel = "linkedin" | "instagram" | "youtube" | "x" | "spotify" | "soundcloud";
export type ApprovalPolicy = "none" | "internal" | "client" | "internal_client";
export type Language = "en" | "de";

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface ProblemField {
  pointer: string;
  code: string;
  detail: string;
  line?: number;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  request_id: string;
  errors?: ProblemField[];
}

export interface Tenant {
  id: string;
  slug: string;
  name: string;
  kind: string;
  locale?: string;
}

export interface SignedIn {
  access_token: string;
  expires_in: number;
  tenant: Tenant;
}

export interface Me {
  member: { id: string; name: string; email: string; role: Role; client_id: string | null } | null;
  tenant: Tenant;
  kind: "member" | "access_link";
  permissions: Permission[];
  tenants: Tenant[];
  link: { client_name: string; agency_name: string; expires_at: string } | null;
}

export interface Health {
  status: string;
  version?: string;
  demo?: boolean;
}

export interface Client {
  id: string;
  name: string;
  industry: string | null;
  website: string | null;
  description: string | null;
  approval_policy: ApprovalPolicy;
  channels: Channel[];
  contact_name: string | null;
  contact_email: string | null;
  exercises_completed: number;
  exercises_total: number;
  campaigns_active: number;
  ideas_waiting: number;
  version: number;
  created_at: string;
  updated_at: string;
  archived_at: string | null;
}

export interface ClientCreate {
  name: string;
  industry?: string;
  website?: string;
  description?: string;
  approval_policy?: ApprovalPolicy;
  channels?: Channel[];
  contact_name?: string;
  contact_email?: string;
}

export type ExerciseKey = "tone" | "audience" | "dos_and_donts" | "samples";
export type QuestionKind = "text" | "long_text" | "choice" | "tags" | "scale";

export interface Question {
  key: string;
  label: string;
  help: string;
  kind: QuestionKind;
  options: { value: string; label: string }[];
  required: boolean;
  max_length: number;
}

export type Answer = string | string[] | number | null;

export interface Exercise {
  key: ExerciseKey;
  title: string;
  description: string;
  questions: Question[];
  state: "not_started" | "in_progress" | "completed";
  answers: Record<string, Answer>;
  completed_at: string | null;
  completed_by_name: string | null;
  version: number;
}

export interface Voice {
  version: number;
  summary: string;
  tone: string[];
  audience: string;
  dos: string[];
  donts: string[];
  samples_count: number;
  avg_sentence_words: number;
  emoji_per_100_words: number;
  hashtags_per_post: number;
  text: string;
  compiled_at: string;
}

export type CampaignKind = "social" | "linkedin" | "release" | "paid" | "casting";
export type CampaignState =
  | "draft"
  | "planned"
  | "active"
  | "paused"
  | "completed"
  | "cancelled"
  | "archived";
export type CampaignEvent = "plan" | "activate" | "pause" | "resume" | "complete" | "cancel" | "archive";

export interface Campaign {
  id: string;
  client_id: string;
  client_name: string;
  name: string;
  kind: CampaignKind;
  state: CampaignState;
  objective: string | null;
  themes: string[];
  starts_on: string | null;
  ends_on: string | null;
  channels: Channel[];
  posts_count: number;
  reels_count: number;
  language: Language;
  budget_cents: number | null;
  currency: string | null;
  external_id: string | null;
  idea_counts: Partial<Record<IdeaState, number>>;
  version: number;
  created_at: string;
  updated_at: string;
  created_by_name: string;
}

export interface CampaignCreate {
  client_id: string;
  name: string;
  kind?: CampaignKind;
  objective?: string;
  themes?: string[];
  starts_on?: string;
  ends_on?: string;
  channels?: Channel[];
  posts_count?: number;
  reels_count?: number;
  language?: Language;
  budget_cents?: number;
  currency?: string;
}

export type BatchState = "queued" | "running" | "succeeded" | "cached" | "fallback" | "failed" | "cancelled";
export type BatchStage = "queued" | "cache" | "prompt" | "model" | "validate" | "store" | "done";

export interface Batch {
  id: string;
  campaign_id: string;
  state: BatchState;
  stage: BatchStage;
  progress_done: number;
  progress_total: number;
  posts: number;
  reels: number;
  ideas_created: number;
  model: string | null;
  is_sandbox: boolean;
  tokens_in: number;
  tokens_out: number;
  cost_micros: number;
  attempt: number;
  detail: string | null;
  created_at: string;
  finished_at: string | null;
  created_by_name: string;
}

export type IdeaKind = "post" | "reel";
export type IdeaState =
  | "generated"
  | "draft"
  | "internal_review"
  | "changes_requested"
  | "client_review"
  | "approved"
  | "on_hold"
  | "rejected"
  | "archived";
export type IdeaEvent =
  | "accept"
  | "discard"
  | "submit"
  | "approve"
  | "request_changes"
  | "reject"
  | "hold"
  | "resume"
  | "withdraw"
  | "archive";
export type IdeaSource = "model" | "sandbox_model" | "template" | "person";

export interface Scene {
  seconds: number;
  picture: string;
  voiceover: string;
  caption: string;
}

export interface Variant {
  text: string;
  title?: string | null;
}

export interface Content {
  title: string;
  hook: string;
  body: string;
  hashtags: string[];
  call_to_action: string;
  visual: string;
  scenes: Scene[];
  variants: Partial<Record<Channel, Variant>>;
}

export interface Issue {
  channel: Channel;
  field: string;
  severity: "error" | "warning";
  code: string;
  message: string;
  limit: number;
  actual: number;
  unit: string;
}

export interface Idea {
  id: string;
  campaign_id: string;
  campaign_name: string;
  client_id: string;
  client_name: string;
  batch_id: string | null;
  kind: IdeaKind;
  title: string;
  state: IdeaState;
  status: string;
  position: number;
  content_version: number;
  content_hash: string;
  content: Content;
  source: IdeaSource;
  model: string | null;
  issues: Issue[];
  allowed_events: IdeaEvent[];
  open_comments: number;
  version: number;
  created_at: string;
  updated_at: string;
}

export interface IdeaVersion {
  n: number;
  content: Content;
  content_hash: string;
  created_at: string;
  created_by_name: string;
  note: string | null;
}

export interface SubmitResult {
  results: { idea_id: string; status: number; code?: string; state?: IdeaState }[];
  client_review: number;
}

export interface RulesCheck {
  issues: Issue[];
  counts: { field: string; unit: string; actual: number; limit: number }[];
  fold: { desktop_chars: number; mobile_chars: number };
}

export interface Decision {
  verdict: string;
  actor_name: string;
  actor_kind: string;
  comment: string | null;
  at: string;
}

export interface Round {
  id: string;
  stage: "internal" | "client";
  content_version: number;
  content_hash: string;
  state: "open" | "approved" | "changes_requested" | "rejected" | "void";
  opened_at: string;
  opened_by_name: string;
  closed_at: string | null;
  decisions: Decision[];
}

export interface Anchor {
  channel: Channel | null;
  field: string;
  /** Unicode code points in the field's text, not UTF-16 units. */
  start: number;
  end: number;
  quote: string;
}

export interface Comment {
  id: string;
  idea_id: string;
  content_version: number;
  body: string;
  visibility: "internal" | "client";
  anchor: Anchor | null;
  parent_id: string | null;
  author_name: string;
  author_kind: "member" | "client" | "link";
  created_at: string;
  resolved_at: string | null;
  resolved_by_name: string | null;
}

export interface AccessLink {
  id: string;
  campaign_id: string;
  client_id: string;
  audience_name: string;
  audience_email: string | null;
  idea_count: number;
  expires_at: string;
  revoked_at: string | null;
  last_used_at: string | null;
  created_at: string;
  created_by_name: string;
  url?: string;
  token?: string;
}

export interface ReviewIdea extends Omit<Idea, "issues"> {
  comments: Comment[];
  previous_content: Content | null;
  decision: Decision | null;
}

export interface Review {
  agency: { name: string };
  client: { id: string; name: string };
  campaign: { id: string; name: string };
  audience_name: string;
  expires_at: string | null;
  items: ReviewIdea[];
}

export interface Prompt {
  id: string;
  name: string;
  kind: IdeaKind;
  current_version: number;
  versions_count: number;
  version: number;
  updated_at: string;
}

export interface PromptVersion {
  n: number;
  body: string;
  variables: { name: string; type: string; required: boolean }[];
  note: string | null;
  created_at: string;
  created_by_name: string;
}

export interface PromptDetail extends Prompt {
  versions: PromptVersion[];
}

export interface Activity {
  id: string;
  at: string;
  action: string;
  actor_kind: string;
  actor_name: string;
  target_kind: string;
  target_id: string | null;
  target_name: string;
  campaign_id: string | null;
  client_id: string | null;
  summary: string;
  changes: { field: string; before: unknown; after: unknown }[];
  /** What the actor said about it. */
  note: string | null;
  request_id: string | null;
}

export interface Incident {
  id: string;
  at: string;
  kind: string;
  message: string;
  subject_id: string | null;
}

export interface ModelUsage {
  model: string;
  calls: number;
  tokens_in: number;
  tokens_out: number;
  cost_micros: number;
}

export interface Usage {
  period_start: string;
  budget_micros: number;
  spent_micros: number;
  reserved_micros: number;
  calls: number;
  tokens_in: number;
  tokens_out: number;
  by_model: ModelUsage[];
  incidents: Incident[];
}

export interface Home {
  waiting_internal: Idea[];
  waiting_client: number;
  changes_requested: Idea[];
  recent_batches: Batch[];
  campaigns_active: number;
  ideas_approved_this_month: number;
  budget: { spent_micros: number; budget_micros: number };
}

export interface Member {
  id: string;
  name: string;
  email: string;
  role: Role;
  client_id: string | null;
  last_sign_in_at: string | null;
}

export interface ChangeEvent {
  topic: string;
  type: string;
  id: string;
  campaign_id: string | null;
  client_id: string | null;
  version: number | null;
  seq: number;
}
