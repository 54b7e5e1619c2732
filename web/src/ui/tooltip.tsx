import {
  type ComponentPropsWithRef,
  cloneElement,
  type ReactElement,
  type ReactNode,
  useId,
  useRef,
} from "react";

type TriggerProps = ComponentPropsWithRef<"button">;

interface TooltipProps {
  label: ReactNode;
  /** One control; it must carry its own accessible name, for a tooltip does not show on touch. */
  children: ReactElement<TriggerProps>;
}

const DELAY_MS = 350;
const GAP_PX = 6;

/**
 * Names or explains a control while it is pointed at or focused. In the top layer, so nothing clips it;
 * Escape puts it away, and the pointer may rest on it (WCAG 1.4.13).
 */
export function Tooltip({ label, children }: TooltipProps) {
  const id = useId();
  const tip = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  function show(trigger: Element, delayMs: number): void {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const popup = tip.current;
      if (!popup || !trigger.isConnected) return;
      popup.showPopover();
      place(popup, trigger.getBoundingClientRect());
    }, delayMs);
  }

  function hide(delayMs = 0): void {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => tip.current?.hidePopover(), delayMs);
  }

  const own = children.props;
  const trigger = cloneElement(children, {
    "aria-describedby": own["aria-label"] ? own["aria-describedby"] : id,
    onPointerEnter: (event) => {
      own.onPointerEnter?.(event);
      if (event.pointerType !== "touch") show(event.currentTarget, DELAY_MS);
    },
    onPointerLeave: (event) => {
      own.onPointerLeave?.(event);
      hide(100);
    },
    onFocus: (event) => {
      own.onFocus?.(event);
      if (event.currentTarget.matches(":focus-visible")) show(event.currentTarget, 0);
    },
    onBlur: (event) => {
      own.onBlur?.(event);
      hide();
    },
    onPointerDown: (event) => {
      own.onPointerDown?.(event);
      hide();
    },
    onKeyDown: (event) => {
      own.onKeyDown?.(event);
      if (event.key === "Escape") hide();
    },
  });

  return (
    <>
      {trigger}
      <span
        ref={tip}
        id={id}
        role="tooltip"
        popover="manual"
        onPointerEnter={() => clearTimeout(timer.current)}
        onPointerLeave={() => hide()}
        className="fixed m-0 max-w-72 whitespace-normal rounded-sm bg-ink px-2.5 py-1.5 text-left font-normal text-paper text-xs"
      >
        {label}
      </span>
    </>
  );
}

/** Above the control, or below where there is no room; never outside the window. */
function place(popup: HTMLElement, anchor: DOMRect): void {
  const { width, height } = popup.getBoundingClientRect();
  const above = anchor.top - height - GAP_PX;
  const left = anchor.left + anchor.width / 2 - width / 2;
  popup.style.top = `${above >= GAP_PX ? above : anchor.bottom + GAP_PX}px`;
  popup.style.left = `${Math.max(GAP_PX, Math.min(left, window.innerWidth - width - GAP_PX))}px`;
}
