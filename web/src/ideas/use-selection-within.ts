import { type RefObject, useEffect, useEffectEvent } from "react";

/** Tells when the selection changes inside an element, or leaves it. Works for mouse, touch and keyboard. */
export function useSelectionWithin(root: RefObject<HTMLElement | null>, onChange: () => void): void {
  const changed = useEffectEvent(onChange);
  useEffect(() => {
    let hadSelection = false;
    const listener = () => {
      const selection = document.getSelection();
      const isInside = Boolean(selection?.anchorNode && root.current?.contains(selection.anchorNode));
      if (isInside || hadSelection) changed();
      hadSelection = isInside;
    };
    document.addEventListener("selectionchange", listener);
    return () => document.removeEventListener("selectionchange", listener);
  }, [root]);
}
