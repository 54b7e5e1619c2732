import { Sparkles, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Campaign } from "~/api/types";
import { isIdeaChannel } from "~/ideas/content";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { ChannelMarks } from "~/ui/channel";
import { Dialog, DialogActions } from "~/ui/dialog";
import { TextareaField, TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { useGenerate } from "./queries";

const IDEAS_MAX = 50;

interface GenerateButtonProps {
  campaign: Campaign;
  /** A batch is under way already. */
  isRunning: boolean;
}

/** Starts a batch from the brief; says why not where that is not possible. */
export function GenerateButton({ campaign, isRunning }: GenerateButtonProps) {
  const { t } = useTranslation("campaigns");
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);

  function reason(): string | null {
    if (!may("idea.generate")) return t("generate.no_permission");
    if (["completed", "cancelled", "archived"].includes(campaign.state)) return t("generate.closed");
    if (!campaign.channels.some(isIdeaChannel)) return t("generate.no_channels");
    return isRunning ? t("generate.already") : null;
  }

  return (
    <>
      <Button
        variant="primary"
        icon={<Sparkles size={15} aria-hidden="true" />}
        disabledReason={reason()}
        onClick={() => setIsOpen(true)}
      >
        {t("generate.action")}
      </Button>
      {isOpen ? <GenerateDialog campaign={campaign} onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

interface GenerateDialogProps {
  campaign: Campaign;
  onClose: () => void;
}

function GenerateDialog({ campaign, onClose }: GenerateDialogProps) {
  const { t } = useTranslation("campaigns");
  const generate = useGenerate(campaign.id);
  const [posts, setPosts] = useState(campaign.posts_count);
  const [reels, setReels] = useState(campaign.reels_count);
  const count = posts + reels;
  const isThin = !campaign.objective || campaign.themes.length === 0;

  async function start(values: FormData): Promise<void> {
    await generate.mutateAsync({ posts, reels, instructions: textOf(values, "instructions") });
    onClose();
  }

  return (
    <Dialog isOpen onClose={onClose} title={t("generate.title")} description={t("generate.lead")}>
      <Form onSubmit={start}>
        {({ isBusy }) => (
          <>
            <div className="flex flex-col gap-2 rounded-md bg-sunken p-4">
              <p className="prose-serif text-ink">{campaign.objective || t("brief.objective_empty")}</p>
              <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-soft text-sm">
                <ChannelMarks channels={campaign.channels.filter(isIdeaChannel)} />
                {campaign.themes.join(" · ")}
              </p>
            </div>
            {isThin ? (
              <p className="flex items-start gap-2 text-sm text-warn">
                <TriangleAlert size={15} className="mt-0.5 shrink-0" aria-hidden="true" />
                {t("generate.thin_brief")}
              </p>
            ) : null}
            <div className="grid grid-cols-2 gap-4">
              <CountField name="posts" label={t("generate.posts")} value={posts} onChange={setPosts} />
              <CountField name="reels" label={t("generate.reels")} value={reels} onChange={setReels} />
            </div>
            <TextareaField
              name="instructions"
              label={t("generate.instructions")}
              isOptional
              placeholder={t("generate.instructions_placeholder")}
              maxLength={2000}
            />
            <p className="text-ink-faint text-sm">{t("generate.leave")}</p>
            <DialogActions>
              <Button onClick={onClose}>{t("brief.cancel")}</Button>
              <Button
                type="submit"
                variant="primary"
                isBusy={isBusy}
                disabledReason={
                  count === 0
                    ? t("generate.nothing")
                    : count > IDEAS_MAX
                      ? t("generate.many", { count: IDEAS_MAX })
                      : null
                }
              >
                {t("generate.start", { count })}
              </Button>
            </DialogActions>
          </>
        )}
      </Form>
    </Dialog>
  );
}

interface CountFieldProps {
  name: string;
  label: string;
  value: number;
  onChange: (value: number) => void;
}

function CountField({ name, label, value, onChange }: CountFieldProps) {
  return (
    <TextField
      name={name}
      label={label}
      type="number"
      inputMode="numeric"
      min={0}
      max={IDEAS_MAX}
      value={String(value)}
      onChange={(event) => onChange(Math.max(0, Math.min(IDEAS_MAX, Number(event.target.value) || 0)))}
    />
  );
}
