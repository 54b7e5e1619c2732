import { useCallback, useState } from "react";
import { type FoldLimits, foldOffset, toWordEnd } from "./fold";

export interface MeasuredFold {
  ref: (element: HTMLElement | null) => (() => void) | undefined;
  /** UTF-16 offset of the fold; the text's length when it does not fold. */
  offset: number;
  isFolded: boolean;
}

/**
 * Where the text folds in the width it is shown in. Put `ref` on an element that has the card's
 * width and type but only the plain text: it is measured, not shown.
 */
export function useMeasuredFold(text: string, limits: FoldLimits, suffix: string): MeasuredFold {
  const { chars, lines } = limits;
  const [measured, setMeasured] = useState<{ text: string; offset: number } | null>(null);
  const ref = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return undefined;
      const measure = () => {
        const offset = lineOffset(element, text, lines, suffix);
        setMeasured((before) =>
          before?.text === text && before.offset === offset ? before : { text, offset },
        );
      };
      measure();
      const observer = new ResizeObserver(measure);
      observer.observe(element);
      return () => observer.disconnect();
    },
    [text, lines, suffix],
  );
  const counted = foldOffset(text, { chars, lines });
  // The measure of an older text is not this text's; until the next one the count has to do.
  const offset = measured?.text === text ? Math.min(counted, measured.offset) : counted;
  return { ref, offset, isFolded: offset < text.length };
}

/** The largest offset at which the text and the suffix still fit into that many lines. */
function lineOffset(element: HTMLElement, text: string, lines: number, suffix: string): number {
  const node = element.firstChild;
  if (!(node instanceof Text) || element.clientWidth === 0) return text.length;
  const style = getComputedStyle(element);
  const lineHeight = Number.parseFloat(style.lineHeight);
  if (Number.isNaN(lineHeight) || element.scrollHeight <= lines * lineHeight + 1) {
    return text.length;
  }
  const box = element.getBoundingClientRect();
  const room = box.width - textWidth(suffix, style);
  const range = document.createRange();
  const fits = (offset: number): boolean => {
    range.setStart(node, 0);
    range.setEnd(node, offset);
    const last = Array.from(range.getClientRects()).at(-1);
    if (!last) return true;
    const line = Math.round((last.bottom - box.top) / lineHeight);
    return line < lines || (line === lines && last.right - box.left <= room);
  };
  let low = 0;
  let high = Math.min(node.length, text.length);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return toWordEnd(text, low);
}

let context: CanvasRenderingContext2D | null | undefined;

function textWidth(text: string, style: CSSStyleDeclaration): number {
  context ??= document.createElement("canvas").getContext("2d");
  if (!context) return 0;
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  return context.measureText(text).width + 4;
}
