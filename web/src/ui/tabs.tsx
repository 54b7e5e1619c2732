import { useLocation } from "@tanstack/react-router";
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { cx } from "~/ui/class-names";
import { Link } from "~/ui/link";
import { Tab, TabList, TabPanel, TabSet } from "~/ui/tab-set";

const TAB = cx(
  "-mb-px flex shrink-0 items-center gap-2 whitespace-nowrap border-transparent border-b-2 px-0.5 pt-2 pb-2.5",
  "text-base text-ink-soft hover:text-ink",
);
const STRIP = "flex gap-6 overflow-x-auto border-line border-b [scrollbar-width:none]";

interface TabLinksProps {
  label: string;
  tabs: readonly { to: string; label: ReactNode; count?: number | string; isExact?: boolean }[];
}

/** Tabs that are pages: the URL says which one is open. */
export function TabLinks({ label, tabs }: TabLinksProps) {
  const strip = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a phone the open tab may lie beyond the edge.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address has another open tab
  useLayoutEffect(() => {
    const nav = strip.current;
    const open = nav?.querySelector<HTMLElement>("[aria-current=page]");
    if (nav && open) nav.scrollLeft = open.offsetLeft - (nav.clientWidth - open.offsetWidth) / 2;
  }, [pathname]);
  return (
    <nav ref={strip} aria-label={label} className={cx(STRIP, "relative")}>
      {tabs.map((tab) => (
        <Link
          key={tab.to}
          to={tab.to}
          isExact={tab.isExact ?? true}
          className={cx(TAB, "aria-[current=page]:border-accent aria-[current=page]:text-ink")}
        >
          {tab.label}
          {tab.count === undefined ? null : (
            <span className="text-ink-faint text-sm tabular-nums">{tab.count}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}

interface TabsProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  tabs: readonly { value: T; label: ReactNode; panel: ReactNode }[];
}

/** Tabs within a page. */
export function Tabs<T extends string>({ label, value, onChange, tabs }: TabsProps<T>) {
  return (
    <TabSet value={value} onChange={onChange}>
      <TabList label={label} className={STRIP}>
        {tabs.map((tab) => (
          <Tab
            key={tab.value}
            value={tab.value}
            className={cx(TAB, "aria-selected:border-accent aria-selected:text-ink")}
          >
            {tab.label}
          </Tab>
        ))}
      </TabList>
      <TabPanel className="pt-5">{tabs.find((tab) => tab.value === value)?.panel}</TabPanel>
    </TabSet>
  );
}
