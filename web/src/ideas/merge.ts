import type { Channel, Content, Scene } from "~/api/types";
import { type Part, readHashtags, toParts } from "./content";

/** A text that two people changed differently from the same base. */
export interface Clash extends Omit<Part, "text"> {
  mine: string;
  theirs: string;
}

export interface Merge {
  /** Theirs, with every text that only I changed; clashing texts are mine until someone chooses. */
  content: Content;
  clashes: Clash[];
  /** Texts taken over from the other person without a clash. */
  takenKeys: string[];
}

/** Three-way merge, text by text: what only one side changed is kept, the rest has to be chosen. */
export function mergeContent(base: Content, mine: Content, theirs: Content): Merge {
  const from = textsByKey(base);
  const my = textsByKey(mine);
  const their = textsByKey(theirs);
  const places = new Map([...toParts(theirs), ...toParts(mine)].map((part) => [part.key, part]));
  const clashes: Clash[] = [];
  const takenKeys: string[] = [];
  let content = mine;
  for (const [key, part] of places) {
    const [b, m, t] = [from.get(key) ?? "", my.get(key) ?? "", their.get(key) ?? ""];
    if (m === t || t === b) continue;
    if (m === b) {
      takenKeys.push(key);
      content = withText(content, part, t);
    } else {
      const { text: _, ...place } = part;
      clashes.push({ ...place, mine: m, theirs: t });
    }
  }
  return { content: withoutLeftovers(content, theirs), clashes, takenKeys };
}

/** Variants and scenes that they removed and I had not touched are empty by now: gone, not blank. */
function withoutLeftovers(content: Content, theirs: Content): Content {
  const variants = Object.fromEntries(
    Object.entries(content.variants).filter(
      ([channel, variant]) => variant.text !== "" || Object.hasOwn(theirs.variants, channel),
    ),
  );
  const scenes = [...content.scenes];
  while (scenes.length > theirs.scenes.length && isBlank(scenes.at(-1))) scenes.pop();
  return { ...content, variants, scenes };
}

function isBlank(scene: Scene | undefined): boolean {
  return scene !== undefined && scene.seconds === 0 && !scene.picture && !scene.voiceover && !scene.caption;
}

/** The content with the chosen side at each clash. */
export function resolveClashes(merge: Merge, chosen: ReadonlyMap<string, "mine" | "theirs">): Content {
  return merge.clashes.reduce((content, clash) => {
    const side = chosen.get(clash.key) ?? "mine";
    return withText(content, clash, clash[side]);
  }, merge.content);
}

/** The content with another text at one place. */
export function withText(content: Content, part: Omit<Part, "text" | "key">, text: string): Content {
  if (part.scene !== undefined) return withSceneText(content, part.scene - 1, part.field, text);
  if (part.channel !== null) {
    const variant = content.variants[part.channel] ?? { text: "" };
    return {
      ...content,
      variants: { ...content.variants, [part.channel]: { ...variant, [part.field]: text } },
    };
  }
  if (part.field === "hashtags") return { ...content, hashtags: readHashtags(text) };
  return { ...content, [part.field]: text };
}

/** The content without a channel's text. */
export function withoutVariant(content: Content, channel: Channel): Content {
  const variants = Object.fromEntries(Object.entries(content.variants).filter(([name]) => name !== channel));
  return { ...content, variants };
}

function withSceneText(content: Content, index: number, field: string, text: string): Content {
  const scenes = [...content.scenes];
  while (scenes.length <= index) scenes.push({ seconds: 3, picture: "", voiceover: "", caption: "" });
  const scene = scenes[index];
  if (scene) scenes[index] = { ...scene, [field]: field === "seconds" ? Number(text) || 0 : text };
  return { ...content, scenes };
}

function textsByKey(content: Content): Map<string, string> {
  return new Map(toParts(content).map((part) => [part.key, part.text]));
}
