import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Campaign, CampaignEvent, CampaignState } from "~/api/types";
import { useMay } from "~/session/queries";
import { Button, IconButton } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { Menu, MenuItem } from "~/ui/menu";
import { toast } from "~/ui/toast-store";
import { useTransitionCampaign } from "./queries";

/** What leads out of each state; the first one is the usual next step. */
const EVENTS: Record<CampaignState, readonly CampaignEvent[]> = {
  draft: ["plan", "cancel"],
  planned: ["activate", "cancel"],
  active: ["complete", "pause", "cancel"],
  paused: ["resume", "complete", "cancel"],
  completed: ["archive"],
  cancelled: ["archive"],
  archived: [],
};

const NEXT: Partial<Record<CampaignState, CampaignEvent>> = {
  draft: "plan",
  planned: "activate",
  paused: "resume",
};

const UNDO: Partial<Record<CampaignEvent, CampaignEvent>> = { pause: "resume", resume: "pause" };

export function CampaignActions({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  const may = useMay();
  const [asked, setAsked] = useState<CampaignEvent | null>(null);
  const events = EVENTS[campaign.state];
  if (!may("campaign.transition") || events.length === 0) return null;
  const next = NEXT[campaign.state];
  return (
    <>
      {next ? <Button onClick={() => setAsked(next)}>{t(`event.${next}`)}</Button> : null}
      <Menu
        trigger={
          <IconButton
            variant="secondary"
            label={t("more_actions")}
            icon={<Ellipsis size={16} aria-hidden="true" />}
          />
        }
      >
        {events
          .filter((event) => event !== next)
          .map((event) => (
            <MenuItem key={event} isDangerous={event === "cancel"} onSelect={() => setAsked(event)}>
              {t(`event.${event}`)}
            </MenuItem>
          ))}
      </Menu>
      {asked ? <TransitionDialog campaign={campaign} event={asked} onClose={() => setAsked(null)} /> : null}
    </>
  );
}

interface TransitionDialogProps {
  campaign: Campaign;
  event: CampaignEvent;
  onClose: () => void;
}

function TransitionDialog({ campaign, event, onClose }: TransitionDialogProps) {
  const { t } = useTranslation(["campaigns", "terms"]);
  const transition = useTransitionCampaign();
  const needsReason = event === "cancel";

  async function submit(values: FormData): Promise<void> {
    const after = await transition.mutateAsync({ id: campaign.id, event, reason: textOf(values, "reason") });
    const undo = UNDO[event];
    const action = undo
      ? { label: t("campaigns:undo"), onPress: () => transition.mutate({ id: campaign.id, event: undo }) }
      : undefined;
    toast.success(t("campaigns:moved", { state: t(`terms:campaign_state.${after.state}`) }), { action });
    onClose();
  }

  const name = t(`campaigns:event.${event}`);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t("campaigns:confirm", { event: name })}
      description={t(`campaigns:consequence.${event}`)}
    >
      <Form onSubmit={submit}>
        {({ isBusy }) => (
          <>
            {needsReason ? (
              <TextField
                name="reason"
                label={t("campaigns:reason")}
                help={t("campaigns:reason_help")}
                required
                maxLength={500}
              />
            ) : null}
            <DialogActions>
              <Button onClick={onClose}>{t("campaigns:brief.cancel")}</Button>
              <Button type="submit" variant={needsReason ? "danger" : "primary"} isBusy={isBusy}>
                {name}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}
