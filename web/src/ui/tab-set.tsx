import { createContext, type KeyboardEvent, type ReactNode, use, useId } from "react";

interface TabSetState {
  value: string;
  onChange: (value: string) => void;
  baseId: string;
}

const TabSetContext = createContext<TabSetState | null>(null);

function useTabSet(): TabSetState {
  const state = use(TabSetContext);
  if (!state) throw new Error("tabs belong inside a TabSet");
  return state;
}

interface TabSetProps<T extends string> {
  value: T;
  onChange: (value: T) => void;
  children: ReactNode;
}

/** Tabs as the ARIA authoring practices describe them: one stop for Tab, arrows move and choose. */
export function TabSet<T extends string>({ value, onChange, children }: TabSetProps<T>) {
  const baseId = useId();
  return (
    <TabSetContext value={{ value, onChange: (next) => onChange(next as T), baseId }}>
      {children}
    </TabSetContext>
  );
}

interface TabListProps {
  label: string;
  className?: string;
  children: ReactNode;
}

export function TabList({ label, className, children }: TabListProps) {
  function press(event: KeyboardEvent<HTMLDivElement>): void {
    const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")];
    const at = tabs.indexOf(document.activeElement as HTMLElement);
    const target = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (target === undefined || at < 0) return;
    event.preventDefault();
    const tab = tabs.at(target % tabs.length);
    tab?.focus();
    tab?.click();
  }

  return (
    <div role="tablist" aria-label={label} className={className} onKeyDown={press}>
      {children}
    </div>
  );
}

interface TabProps {
  value: string;
  className?: string;
  children: ReactNode;
}

export function Tab({ value, className, children }: TabProps) {
  const set = useTabSet();
  const isChosen = set.value === value;
  return (
    <button
      type="button"
      role="tab"
      id={`${set.baseId}-tab-${value}`}
      aria-selected={isChosen}
      aria-controls={isChosen ? `${set.baseId}-panel` : undefined}
      tabIndex={isChosen ? 0 : -1}
      onClick={() => set.onChange(value)}
      className={className}
    >
      {children}
    </button>
  );
}

interface TabPanelProps {
  className?: string;
  children: ReactNode;
}

/** The chosen tab's panel; the others are not in the page. */
export function TabPanel({ className, children }: TabPanelProps) {
  const set = useTabSet();
  return (
    <div
      role="tabpanel"
      id={`${set.baseId}-panel`}
      aria-labelledby={`${set.baseId}-tab-${set.value}`}
      className={className}
    >
      {children}
    </div>
  );
}
