import type { ReactNode } from "react";

// Plain line drawings in the manner of feed controls. They are decoration: the preview says in
// words what it is, so all of them are hidden from assistive technology.

const SHAPES = {
  like: "M7 10v9H4v-9h3Zm0 0 4-7c1.6 0 2.4 1.3 2 2.8L12.2 9H18a2 2 0 0 1 2 2.4l-1.2 6A2 2 0 0 1 16.8 19H7",
  comment: "M4 5h16v11H10l-4 4v-4H4V5Z",
  repost: "M7 7h9a3 3 0 0 1 3 3v2M17 17H8a3 3 0 0 1-3-3v-2M9 4 6 7l3 3M15 14l3 3-3 3",
  send: "M20 4 3 11l7 3 3 7 7-17Zm-10 10 4-4",
  heart: "M12 20S4 15 4 9.5A4.2 4.2 0 0 1 12 7.6 4.2 4.2 0 0 1 20 9.5C20 15 12 20 12 20Z",
  save: "M6 4h12v16l-6-4.5L6 20V4Z",
  views: "M5 20v-6M10 20V8M15 20v-9M20 20V4",
  share: "M12 15V4m0 0L8 8m4-4 4 4M5 13v7h14v-7",
  dots: "M5 12h.01M12 12h.01M19 12h.01",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 0c3 3 3 15 0 18m0-18c-3 3-3 15 0 18M3 12h18",
  play: "M8 5v14l11-7L8 5Z",
  pause: "M8 5v14M16 5v14",
} as const;

export type MarkName = keyof typeof SHAPES;

export function Mark({ name, size = 20 }: { name: MarkName; size?: number }): ReactNode {
  const isDots = name === "dots";
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={isDots ? 3 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={SHAPES[name]} />
    </svg>
  );
}

export function Portrait({ name, size = 40 }: { name: string; size?: number }): ReactNode {
  return (
    <span
      aria-hidden="true"
      className="feed-sketch inline-flex shrink-0 items-center justify-center rounded-full font-semibold"
      style={{ width: size, height: size, fontSize: size * 0.36, "--sketch-hue": hueOf(name) }}
    >
      {initials(name)}
    </span>
  );
}

/** Stands in for the picture: its description, on a ground whose colour belongs to the idea. */
export function Sketch({ seed, text, className }: SketchProps): ReactNode {
  return (
    <div className={`feed-sketch flex items-end ${className ?? ""}`} style={{ "--sketch-hue": hueOf(seed) }}>
      <p className="max-h-full overflow-hidden p-4 text-[13px] leading-[18px] text-pretty">{text}</p>
    </div>
  );
}

interface SketchProps {
  seed: string;
  text: string;
  className?: string;
}

declare module "react" {
  interface CSSProperties {
    "--sketch-hue"?: number;
  }
}

/** A hue that stays the same for the same words. */
export function hueOf(seed: string): number {
  let hash = 0;
  for (const character of seed) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 3_600;
  return hash % 360;
}

export function initials(name: string): string {
  const words = name.split(/\s+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters
    .map((word) => Array.from(word ?? "")[0] ?? "")
    .join("")
    .toUpperCase();
}
