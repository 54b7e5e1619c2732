import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Idea, IdeaState } from "~/api/types";
import type { Selection } from "~/ui/use-selection";
import { IdeaCard } from "./idea-card";
import { StateIcon } from "./state-icon";
import { columnsFor } from "./states";

export interface BoardProps {
  ideas: readonly Idea[];
  selection: Selection;
  /** Where a card leads: the list's own address with this idea open beside it. */
  addressOf: (id: string) => string;
  openId: string | undefined;
  hasClient?: boolean;
}

export function Board({ ideas, ...rest }: BoardProps) {
  return (
    <div className="flex snap-x scroll-px-4 gap-3 overflow-x-auto pb-4 max-md:-mx-4 max-md:px-4">
      {columnsFor(ideas).map(({ state, ideas: own }) => (
        <Column key={state} state={state} ideas={own} {...rest} />
      ))}
    </div>
  );
}

interface ColumnProps extends BoardProps {
  state: IdeaState;
}

function Column({ state, ideas, selection, addressOf, openId, hasClient = false }: ColumnProps) {
  const { t } = useTranslation(["ideas", "terms"]);
  const headingId = useId();
  const name = t(`terms:idea_state.${state}`);
  return (
    <section
      data-column={state}
      aria-labelledby={headingId}
      className="flex w-[17rem] shrink-0 snap-start flex-col gap-2 rounded-md bg-sunken/70 p-2 md:w-auto md:min-w-[11.5rem] md:flex-1"
    >
      <h2
        id={headingId}
        className="flex items-baseline gap-2 px-1.5 pt-1 font-medium text-ink text-sm leading-4"
      >
        <span className="self-center">
          <StateIcon state={state} />
        </span>
        <span className="min-w-0 flex-1 hyphens-auto">{name}</span>
        <span className="font-normal text-ink-faint tabular-nums">{ideas.length}</span>
      </h2>
      {ideas.length > 0 ? (
        <ul className="flex flex-col gap-2">
          {ideas.map((idea) => (
            <IdeaCard
              key={idea.id}
              idea={idea}
              address={addressOf(idea.id)}
              isSelected={selection.has(idea.id)}
              isOpen={idea.id === openId}
              onToggle={() => selection.toggle(idea.id)}
              hasClient={hasClient}
            />
          ))}
        </ul>
      ) : (
        <p className="px-1.5 py-3 text-ink-faint text-sm">{t("ideas:column_empty")}</p>
      )}
    </section>
  );
}
