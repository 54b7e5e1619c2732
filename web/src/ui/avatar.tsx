import { cx } from "~/ui/class-names";

interface AvatarProps {
  name: string;
  size?: "sm" | "md" | "lg";
  /** Organisations are square, people are round. */
  isOrganisation?: boolean;
}

const SIZES = { sm: "size-6 text-[10px]", md: "size-8 text-xs", lg: "size-12 text-lg" };
const HUES = [
  "bg-accent-soft text-accent",
  "bg-good-soft text-good",
  "bg-warn-soft text-warn",
  "bg-line text-ink-soft",
];

/** Initials; always beside the written name, so it is silent. */
export function Avatar({ name, size = "md", isOrganisation = false }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        "inline-flex shrink-0 select-none items-center justify-center font-medium",
        isOrganisation ? "rounded-sm font-serif" : "rounded-full",
        SIZES[size],
        HUES[hueOf(name)],
      )}
    >
      {initials(name)}
    </span>
  );
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? "?")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toUpperCase();
}

function hueOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % HUES.length;
}
