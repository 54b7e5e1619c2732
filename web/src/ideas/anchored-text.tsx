import { useRef } from "react";
import { cx } from "~/ui/class-names";
import { type Passage, toPassage } from "./anchors";
import { type Highlight, toPieces } from "./highlights";
import { selectedOffsets } from "./selection-offsets";
import { useSelectionWithin } from "./use-selection-within";

interface AnchoredTextProps {
  id?: string;
  text: string;
  highlights: readonly Highlight[];
  activeId?: string | null;
  /** Told which passage is selected, or that none is any more. */
  onSelect?: (passage: Passage | null) => void;
  className?: string;
}

/** A text to read, with commented passages marked; any passage can be selected to say something about it. */
export function AnchoredText(props: AnchoredTextProps) {
  const { id, text, highlights, activeId = null, onSelect, className } = props;
  const root = useRef<HTMLDivElement>(null);
  useSelectionWithin(root, () => {
    const offsets = root.current && selectedOffsets(root.current);
    onSelect?.(offsets ? toPassage(text, offsets.start, offsets.end) : null);
  });
  return (
    <div id={id} ref={root} tabIndex={-1} className={cx("whitespace-pre-wrap break-words", className)}>
      {toPieces(text, highlights).map((piece) =>
        piece.ids.length === 0 ? (
          <span key={piece.start}>{piece.text}</span>
        ) : (
          <mark
            key={piece.start}
            className={cx(
              "rounded-sm text-inherit",
              activeId && piece.ids.includes(activeId)
                ? "bg-accent-soft shadow-[0_2px_0_var(--accent)]"
                : "bg-warn-soft shadow-[0_1px_0_var(--warn)]",
            )}
          >
            {piece.text}
          </mark>
        ),
      )}
    </div>
  );
}
