import { cx } from "~/ui/class-names";
import { type Highlight, toPieces } from "./highlights";

interface HighlightLayerProps {
  text: string;
  highlights: readonly Highlight[];
  activeId: string | null;
  className?: string;
}

/** The same words in the same type behind a textarea, invisible but for the marked passages. */
export function HighlightLayer({ text, highlights, activeId, className }: HighlightLayerProps) {
  return (
    <div
      aria-hidden="true"
      className={cx(
        "control pointer-events-none absolute inset-0 overflow-hidden whitespace-pre-wrap break-words border-transparent! text-transparent!",
        className,
      )}
    >
      {toPieces(text, highlights).map((piece) => (
        <span
          key={piece.start}
          className={cx(
            piece.ids.length > 0 ? "rounded-sm bg-warn-soft shadow-[0_1px_0_var(--warn)]" : null,
            activeId && piece.ids.includes(activeId) ? "bg-accent-soft shadow-[0_2px_0_var(--accent)]" : null,
          )}
        >
          {piece.text}
        </span>
      ))}
    </div>
  );
}
