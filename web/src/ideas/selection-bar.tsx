import { Archive, Check, Send, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Idea } from "~/api/types";
import { SendDialog } from "~/campaigns/send-dialog";
import { useMay } from "~/session/queries";
import { Button, IconButton } from "~/ui/button";
import { cx } from "~/ui/class-names";
import { ConfirmDialog } from "~/ui/dialog";
import type { Selection } from "~/ui/use-selection";
import { canSend } from "./states";
import { useBulkTransition } from "./use-bulk-transition";

interface Asked {
  what: "send" | "archive";
  ids: ReadonlySet<string>;
}

interface SelectionBarProps {
  ideas: readonly Idea[];
  selection: Selection;
  /** A panel stands at the right edge; the bar keeps clear of it. */
  hasPeek: boolean;
}

const icon = { size: 15, "aria-hidden": true } as const;

/** What can be done with everything that is ticked. */
export function SelectionBar({ ideas, selection, hasPeek }: SelectionBarProps) {
  const { t } = useTranslation("ideas");
  const may = useMay();
  const bulk = useBulkTransition();
  const [asked, setAsked] = useState<Asked | null>(null);
  // A question is about what was ticked when it was asked: what it does may move ideas out of the filtered list.
  const chosen = ideas.filter(({ id }) => (asked ? asked.ids.has(id) : selection.has(id)));
  const fresh = chosen.filter((idea) => idea.allowed_events.includes("accept"));
  const archivable = chosen.filter((idea) => archiveEvent(idea) !== null);
  const isOneCampaign = new Set(chosen.map((idea) => idea.campaign_id)).size <= 1;
  if (chosen.length === 0) return null;

  function sendReason(): string | null {
    if (!may("idea.submit")) return t("no_permission");
    if (!isOneCampaign) return t("one_campaign");
    return chosen.some(canSend) ? null : t("nothing_to_send");
  }

  return (
    <section
      aria-label={t("selection")}
      className={cx(
        "fixed inset-x-3 bottom-4 z-30 mx-auto flex w-fit max-w-[calc(100vw-1.5rem)] flex-wrap items-center justify-center gap-2 rounded-lg border border-line bg-surface p-2 pl-4 shadow-float md:left-60",
        hasPeek ? "max-lg:hidden lg:right-[37rem]" : null,
      )}
    >
      <p role="status" className="mr-2 font-medium text-sm tabular-nums">
        {t("selected", { count: chosen.length })}
      </p>
      <Button
        size="sm"
        variant="primary"
        icon={<Send {...icon} />}
        disabledReason={sendReason()}
        onClick={() => setAsked({ what: "send", ids: selection.ids })}
      >
        {t("send")}
      </Button>
      <Button
        size="sm"
        icon={<Check {...icon} />}
        isBusy={bulk.isPending}
        disabledReason={fresh.length === 0 ? t("nothing_to_accept") : null}
        onClick={() => bulk.mutate({ ideas: fresh, eventOf: () => "accept" })}
      >
        {t("accept_selected")}
      </Button>
      <Button
        size="sm"
        icon={<Archive {...icon} />}
        disabledReason={archivable.length === 0 ? t("nothing_to_archive") : null}
        onClick={() => setAsked({ what: "archive", ids: selection.ids })}
      >
        {t("archive_selected")}
      </Button>
      <IconButton size="sm" label={t("clear")} icon={<X {...icon} />} onClick={selection.clear} />
      <SendDialog
        isOpen={asked?.what === "send"}
        ideas={chosen}
        onClose={() => setAsked(null)}
        onSent={selection.clear}
      />
      <ConfirmDialog
        isOpen={asked?.what === "archive"}
        onClose={() => setAsked(null)}
        title={t("confirm_archive", { count: archivable.length })}
        consequence={t("consequence.archive")}
        actionLabel={t("archive_selected")}
        isDangerous
        onConfirm={async () => {
          await bulk.mutateAsync({ ideas: archivable, eventOf: (idea) => archiveEvent(idea) ?? "archive" });
          selection.clear();
        }}
      />
    </section>
  );
}

function archiveEvent(idea: Idea): "archive" | "discard" | null {
  if (idea.allowed_events.includes("archive")) return "archive";
  return idea.allowed_events.includes("discard") ? "discard" : null;
}
