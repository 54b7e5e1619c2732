import { useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Idea } from "~/api/types";
import { paths } from "~/paths";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { splitAddress } from "~/ui/link";
import { PeekPanel } from "~/ui/peek-panel";
import { Skeleton } from "~/ui/skeleton";
import { useRowKeys } from "~/ui/use-row-keys";
import { useSelection } from "~/ui/use-selection";
import { Board } from "./board";
import { IdeaFilters } from "./idea-filters";
import { IdeaTable } from "./idea-table";
import type { IdeaSearch } from "./search";
import { SelectionBar } from "./selection-bar";

const IdeaPeek = lazy(() => import("./idea-peek").then((module) => ({ default: module.IdeaPeek })));

interface IdeaListProps {
  ideas: readonly Idea[];
  search: IdeaSearch;
  /** The page's own address with these search parameters. */
  address: (search: IdeaSearch) => string;
  hasClient?: boolean;
  /** Shown when there is nothing at all, whatever the filter. */
  empty: ReactNode;
  /** Controls beside the filters. */
  actions?: ReactNode;
}

/** Ideas as a board or a table, with filters, keys, selection and a look beside the list; all in the URL. */
export function IdeaList({ ideas, search, address, hasClient = false, empty, actions }: IdeaListProps) {
  const { t } = useTranslation("ideas");
  const navigate = useNavigate();
  const container = useRef<HTMLDivElement>(null);
  const shown = ideas.filter((idea) => matches(idea, search));
  const selection = useSelection(shown.map(({ id }) => id));
  const open = ideas.find(({ id }) => id === search.idea);

  function go(to: string): void {
    const { pathname, search: parameters } = splitAddress(to);
    void navigate({ to: pathname, search: parameters, resetScroll: false });
  }

  useRowKeys(container, {
    onOpen: (id) => go(address({ ...search, idea: id })),
    onEdit: (id) => go(paths.idea(id)),
    onToggle: selection.toggle,
    onClear: selection.clear,
  });

  if (ideas.length === 0) return empty;
  const List = search.view === "table" ? IdeaTable : Board;
  return (
    <div className="flex flex-col gap-4">
      <IdeaFilters
        search={search}
        count={shown.length}
        onChange={(next) => go(address(next))}
        actions={actions}
      />
      {shown.length === 0 ? (
        <EmptyState
          title={t("empty.none_title")}
          action={<Button onClick={() => go(address({ view: search.view }))}>{t("empty.clear")}</Button>}
        >
          {t("empty.none")}
        </EmptyState>
      ) : (
        <div ref={container} className={open ? "xl:pr-[26rem]" : undefined}>
          <List
            ideas={shown}
            selection={selection}
            addressOf={(id) => address({ ...search, idea: id })}
            openId={search.idea}
            hasClient={hasClient}
          />
          <p className="mt-2 hidden text-ink-faint text-xs md:block">{t("keys_hint")}</p>
        </div>
      )}
      <SelectionBar ideas={ideas} selection={selection} hasPeek={open !== undefined} />
      <PeekPanel
        isOpen={open !== undefined}
        onClose={() => go(address({ ...search, idea: undefined }))}
        title={open?.title || t("untitled")}
        pageAddress={open ? paths.idea(open.id) : undefined}
      >
        {open ? (
          <Suspense fallback={<Skeleton className="h-64 w-full" />}>
            <IdeaPeek key={open.id} idea={open} />
          </Suspense>
        ) : null}
      </PeekPanel>
    </div>
  );
}

function matches(idea: Idea, { state, q }: IdeaSearch): boolean {
  if (state && idea.state !== state) return false;
  if (!q) return true;
  const words = q.toLocaleLowerCase();
  const texts = [idea.title, idea.content.hook, idea.content.body, idea.client_name, idea.campaign_name];
  return texts.some((text) => text.toLocaleLowerCase().includes(words));
}
