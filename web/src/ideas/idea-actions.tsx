import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Idea, IdeaEvent } from "~/api/types";
import { Button, IconButton } from "~/ui/button";
import { Menu, MenuItem } from "~/ui/menu";
import { Tooltip } from "~/ui/tooltip";
import { type Action, actionsFor } from "./states";
import { TransitionDialog } from "./transition-dialog";
import { useTransition } from "./use-idea-mutations";

interface IdeaActionsProps {
  idea: Idea;
  /** Why nothing may be decided now, for example because typed text is not saved. */
  blockedReason?: string | null;
  size?: "sm" | "md";
}

/** What can be done with an idea now: the next step as a button, the rest in a menu, each with what follows. */
export function IdeaActions({ idea, blockedReason = null, size = "md" }: IdeaActionsProps) {
  const { t } = useTranslation("ideas");
  const [asked, setAsked] = useState<IdeaEvent | null>(null);
  const transition = useTransition();
  const actions = actionsFor(idea);
  const shown = actions.filter(isButton).slice(0, 2);
  const rest = actions.filter((action) => !shown.includes(action));

  function run({ event, offer }: Action): void {
    if (offer.needsComment || offer.asks) setAsked(event);
    else transition.mutate({ idea, event });
  }

  const reasonOf = ({ refusal }: Action) => (refusal ? t(`refusal.${refusal}`) : blockedReason);
  return (
    <div className="flex items-center gap-2">
      {shown.map((action) => {
        const reason = reasonOf(action);
        const button = (
          <Button
            key={action.event}
            size={size}
            variant={action.offer.weight === "primary" ? "primary" : "secondary"}
            disabledReason={reason}
            isBusy={transition.isPending && transition.variables.event === action.event}
            onClick={() => run(action)}
          >
            {t(`event.${action.event}`)}
          </Button>
        );
        return reason ? (
          button
        ) : (
          <Tooltip key={action.event} label={t(`consequence.${action.event}`)}>
            {button}
          </Tooltip>
        );
      })}
      {rest.length > 0 ? (
        <Menu
          trigger={
            <IconButton
              size={size}
              variant="secondary"
              label={t("more_actions")}
              icon={<Ellipsis size={16} aria-hidden="true" />}
            />
          }
        >
          {rest.map((action) => (
            <MenuItem
              key={action.event}
              isDangerous={action.offer.weight === "danger"}
              disabledReason={reasonOf(action)}
              onSelect={() => run(action)}
            >
              {t(`event.${action.event}`)}
              {reasonOf(action) ? null : (
                <span className="block max-w-72 text-ink-faint text-xs">
                  {t(`consequence.${action.event}`)}
                </span>
              )}
            </MenuItem>
          ))}
        </Menu>
      ) : null}
      <TransitionDialog idea={idea} event={asked} onClose={() => setAsked(null)} />
    </div>
  );
}

/** The next step, and asking for changes where that is the other half of a decision. */
function isButton({ offer, event, refusal }: Action): boolean {
  if (refusal === "client_decides") return false;
  return offer.weight === "primary" || event === "request_changes";
}
