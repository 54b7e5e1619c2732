import type { Channel, Content, Idea, Scene } from "~/api/types";

/** Channels an idea can have a variant for, in the order they are shown. */
export const IDEA_CHANNELS = ["linkedin", "instagram", "youtube", "x"] as const satisfies readonly Channel[];

export type IdeaChannel = (typeof IDEA_CHANNELS)[number];

/** Channels that post a title next to the text. */
export const TITLED_CHANNELS: readonly Channel[] = ["youtube"];

export function isIdeaChannel(channel: string): channel is IdeaChannel {
  return IDEA_CHANNELS.some((known) => known === channel);
}

export function channelsOf(content: Content): IdeaChannel[] {
  return IDEA_CHANNELS.filter((channel) => content.variants[channel] !== undefined);
}

export function emptyContent(channels: readonly Channel[]): Content {
  const variants: Content["variants"] = {};
  for (const channel of channels) if (isIdeaChannel(channel)) variants[channel] = { text: "" };
  return {
    title: "",
    hook: "",
    body: "",
    hashtags: [],
    call_to_action: "",
    visual: "",
    scenes: [],
    variants,
  };
}

/** A place in the content that holds a text of its own. `channel` null is the idea itself. */
export interface Part {
  key: string;
  channel: Channel | null;
  field: string;
  /** Number of the scene, from 1, for the fields of scenes. */
  scene?: number;
  text: string;
}

/** Every text of the content in reading order, with keys that stay the same across versions. */
export function toParts(content: Content): Part[] {
  const own = (field: string, text: string): Part => ({ key: field, channel: null, field, text });
  return [
    own("title", content.title),
    own("hook", content.hook),
    own("body", content.body),
    own("call_to_action", content.call_to_action),
    own("hashtags", writeHashtags(content.hashtags)),
    own("visual", content.visual),
    ...channelsOf(content).flatMap((channel) => variantParts(content, channel)),
    ...content.scenes.flatMap(sceneParts),
  ];
}

function variantParts(content: Content, channel: IdeaChannel): Part[] {
  const variant = content.variants[channel];
  const text: Part = { key: `${channel}.text`, channel, field: "text", text: variant?.text ?? "" };
  if (!variant?.title) return [text];
  return [{ key: `${channel}.title`, channel, field: "title", text: variant.title }, text];
}

function sceneParts(scene: Scene, index: number): Part[] {
  const part = (field: string, text: string): Part => ({
    key: `scenes.${index}.${field}`,
    channel: null,
    field,
    scene: index + 1,
    text,
  });
  return [
    part("seconds", String(scene.seconds)),
    part("picture", scene.picture),
    part("voiceover", scene.voiceover),
    part("caption", scene.caption),
  ];
}

/** The text that an anchor's channel and field name; undefined when this content has no such place. */
export function textAt(content: Content, channel: Channel | null, field: string): string | undefined {
  return toParts(content).find((part) => part.channel === channel && part.field === field && !part.scene)
    ?.text;
}

export function isSameContent(a: Content, b: Content): boolean {
  const [left, right] = [toParts(a), toParts(b)];
  return (
    left.length === right.length &&
    left.every((part, i) => part.key === right[i]?.key && part.text === right[i]?.text)
  );
}

/** `#one two, #three` → `["one", "two", "three"]`, without repeats. */
export function readHashtags(text: string): string[] {
  const tags = text.split(/[\s,;]+/u).map((tag) => tag.replace(/^#+/u, ""));
  return [...new Set(tags.filter(Boolean))];
}

export function writeHashtags(tags: readonly string[]): string {
  return tags.map((tag) => `#${tag.replace(/^#+/u, "")}`).join(" ");
}

/** One channel's text first, else the idea's own words: what a card shows of an idea. */
export function excerpt(idea: Pick<Idea, "content">): string {
  const { hook, body, variants } = idea.content;
  return hook || body || Object.values(variants)[0]?.text || "";
}
