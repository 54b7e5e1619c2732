/** A key or a chord. `mod` is ⌘ on Apple's keyboards and Ctrl elsewhere. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd className="rounded-sm border border-line bg-sunken px-1.5 py-px font-sans text-ink-soft text-xs">
      {keys.replace("mod", IS_APPLE ? "⌘" : "Ctrl ")}
    </kbd>
  );
}

const IS_APPLE = /Mac|iPhone|iPad/.test(navigator.userAgent);
