import { useSuspenseQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AccessLinkWithToken, IdeaState } from "~/api/types";
import { clientQuery } from "~/clients/queries";
import { ideasQuery } from "~/ideas/queries";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { Form } from "~/ui/form";
import { IdeaStateBadge } from "~/ui/idea-state-badge";
import { Skeleton } from "~/ui/skeleton";
import { AudienceFields, readAudience } from "./audience-fields";
import { LinkReady } from "./link-ready";
import { campaignQuery, useCreateLink } from "./queries";

interface LinkDialogProps {
  campaignId: string;
  onClose: () => void;
}

/** Makes a link for ideas that the client may see already. */
export function LinkDialog({ campaignId, onClose }: LinkDialogProps) {
  const { t } = useTranslation("campaigns");
  const [link, setLink] = useState<AccessLinkWithToken | null>(null);
  return (
    <Dialog isOpen onClose={onClose} title={t(link ? "links.created" : "links.create")}>
      <Suspense fallback={<Skeleton className="h-48 w-full" />}>
        {link ? (
          <Ready link={link} campaignId={campaignId} onClose={onClose} />
        ) : (
          <LinkForm campaignId={campaignId} onClose={onClose} onCreated={setLink} />
        )}
      </Suspense>
    </Dialog>
  );
}

function Ready({ link, campaignId, onClose }: LinkDialogProps & { link: AccessLinkWithToken }) {
  const { t } = useTranslation("campaigns");
  const { data: campaign } = useSuspenseQuery(campaignQuery(campaignId));
  return (
    <div className="flex flex-col gap-5">
      <LinkReady link={link} campaignName={campaign.name} />
      <DialogActions>
        <Button onClick={onClose}>{t("send.done")}</Button>
      </DialogActions>
    </div>
  );
}

/** What a client may see: what is with them, and what they decided. */
const VISIBLE: readonly IdeaState[] = ["client_review", "approved"];

interface LinkFormProps extends LinkDialogProps {
  onCreated: (link: AccessLinkWithToken) => void;
}

function LinkForm({ campaignId, onClose, onCreated }: LinkFormProps) {
  const { t } = useTranslation("campaigns");
  const { data: campaign } = useSuspenseQuery(campaignQuery(campaignId));
  const { data: client } = useSuspenseQuery(clientQuery(campaign.client_id));
  const { data: ideas } = useSuspenseQuery(ideasQuery({ campaign_id: campaignId }));
  const create = useCreateLink(campaignId);
  const visible = ideas.filter((idea) => VISIBLE.includes(idea.state));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(visible.filter(({ state }) => state === "client_review").map(({ id }) => id)),
  );
  if (visible.length === 0) return <p className="text-ink-soft">{t("links.ideas_none")}</p>;

  function toggle(id: string): void {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  }

  return (
    <Form
      onSubmit={async (values) => {
        const ids = visible.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
        onCreated(await create.mutateAsync({ ...readAudience(values), idea_ids: ids }));
      }}
    >
      {({ isBusy }) => (
        <>
          <AudienceFields name={client.contact_name} email={client.contact_email} />
          <fieldset className="flex flex-col gap-1.5">
            <legend className="mb-1.5 font-medium text-sm">{t("links.ideas")}</legend>
            <ul className="flex max-h-56 flex-col overflow-y-auto rounded-md border border-line">
              {visible.map((idea) => (
                <li key={idea.id} className="border-line border-b last:border-0">
                  <label className="flex cursor-pointer items-center gap-2.5 px-3 py-2">
                    <input
                      type="checkbox"
                      checked={chosen.has(idea.id)}
                      onChange={() => toggle(idea.id)}
                      className="size-4 shrink-0 accent-(--accent-fill)"
                    />
                    <span className="min-w-0 flex-1 truncate">{idea.title}</span>
                    <IdeaStateBadge state={idea.state} />
                  </label>
                </li>
              ))}
            </ul>
            <p className="text-ink-faint text-sm">{t("links.ideas_help")}</p>
          </fieldset>
          <DialogActions>
            <Button onClick={onClose}>{t("brief.cancel")}</Button>
            <Button
              type="submit"
              variant="primary"
              isBusy={isBusy}
              disabledReason={chosen.size === 0 ? t("links.choose_one") : null}
            >
              {t("links.create")}
            </Button>
          </DialogActions>
        </>
      )}
    </Form>
  );
}
