import { useSuspenseQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Idea } from "~/api/types";
import { clientQuery } from "~/clients/queries";
import { canSend } from "~/ideas/states";
import { useMay } from "~/session/queries";
import { Button } from "~/ui/button";
import { Dialog, DialogActions } from "~/ui/dialog";
import { Form } from "~/ui/form";
import { ProblemNotice } from "~/ui/problem-notice";
import { Skeleton } from "~/ui/skeleton";
import { AudienceFields, readAudience } from "./audience-fields";
import { LinkReady } from "./link-ready";
import { type LinkWish, type SendOutcome, useSendIdeas } from "./use-send-ideas";

interface SendDialogProps {
  isOpen: boolean;
  ideas: readonly Idea[];
  onClose: () => void;
  onSent: () => void;
}

/** Sends ideas to whoever decides next, and makes the client's link in the same step. */
export function SendDialog({ isOpen, ideas, onClose, onSent }: SendDialogProps) {
  const { t } = useTranslation("campaigns");
  // What was ticked when it opened: the list below changes while it is sent.
  const [sent, setSent] = useState<Sent | null>(null);
  const sendable = sent?.ideas ?? ideas.filter(canSend);
  const first = sendable[0];

  function close(): void {
    if (sent) onSent();
    setSent(null);
    onClose();
  }

  if (!isOpen || !first) return null;
  return (
    <Dialog
      isOpen
      onClose={close}
      title={t("send.title", { count: sendable.length })}
      description={t("send.lead")}
    >
      <Suspense fallback={<Skeleton className="h-40 w-full" />}>
        {sent ? (
          <Outcome {...sent} onClose={close} onNext={(outcome) => setSent({ ...sent, outcome })} />
        ) : (
          <SendForm
            ideas={sendable}
            skipped={ideas.filter((idea) => !canSend(idea))}
            onClose={close}
            onDone={(outcome, wish) => setSent({ ideas: sendable, outcome, wish })}
          />
        )}
      </Suspense>
    </Dialog>
  );
}

/** What was sent, and for whom the link should be. */
interface Sent {
  ideas: readonly Idea[];
  outcome: SendOutcome;
  wish: LinkWish | null;
}

interface SendFormProps {
  ideas: readonly Idea[];
  skipped: readonly Idea[];
  onClose: () => void;
  onDone: (outcome: SendOutcome, wish: LinkWish | null) => void;
}

function SendForm({ ideas, skipped, onClose, onDone }: SendFormProps) {
  const { t } = useTranslation(["campaigns", "terms"]);
  const may = useMay();
  const { data: client } = useSuspenseQuery(clientQuery(ideas[0]?.client_id ?? ""));
  const send = useSendIdeas(ideas[0]?.campaign_id ?? "");
  const canLink = may("link.create");
  const [hasLink, setHasLink] = useState(canLink);
  return (
    <Form
      onSubmit={async (values) => {
        const wish = hasLink ? readAudience(values) : null;
        onDone(await send.mutateAsync({ ideas, wish }), wish);
      }}
    >
      {({ isBusy }) => (
        <>
          <ul className="flex max-h-44 flex-col overflow-y-auto rounded-md border border-line">
            {ideas.map((idea) => (
              <li key={idea.id} className="truncate border-line border-b px-3 py-2 last:border-0">
                {idea.title}
              </li>
            ))}
          </ul>
          <Skipped ideas={skipped} />
          {canLink ? (
            <label className="flex cursor-pointer items-start gap-2.5">
              <input
                type="checkbox"
                checked={hasLink}
                onChange={(event) => setHasLink(event.target.checked)}
                className="mt-1 size-4 accent-(--accent-fill)"
              />
              <span>
                <span className="block font-medium">{t("campaigns:send.with_link")}</span>
                <span className="block text-ink-soft text-sm">{t("campaigns:send.with_link_hint")}</span>
              </span>
            </label>
          ) : null}
          {hasLink ? <AudienceFields name={client.contact_name} email={client.contact_email} /> : null}
          <DialogActions>
            <Button onClick={onClose}>{t("campaigns:brief.cancel")}</Button>
            <Button type="submit" variant="primary" isBusy={isBusy}>
              {t("campaigns:send.action")}
            </Button>
          </DialogActions>
        </>
      )}
    </Form>
  );
}

function Skipped({ ideas }: { ideas: readonly Idea[] }) {
  const { t } = useTranslation(["campaigns", "terms"]);
  if (ideas.length === 0) return null;
  return (
    <div className="rounded-md bg-warn-soft p-3 text-sm">
      <p className="font-medium text-warn">{t("campaigns:send.skipped", { count: ideas.length })}</p>
      <ul className="mt-1 text-ink">
        {ideas.map((idea) => {
          const hasErrors = idea.issues.some((issue) => issue.severity === "error");
          const state = t(`terms:idea_state.${idea.state}`);
          return (
            <li key={idea.id}>
              {t("campaigns:send.skipped_title", { title: idea.title })}{" "}
              {hasErrors
                ? t("campaigns:send.skipped_reason.issues")
                : t("campaigns:send.skipped_reason.state", { state })}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface OutcomeProps extends Sent {
  onClose: () => void;
  onNext: (outcome: SendOutcome) => void;
}

function Outcome({ ideas, outcome, wish, onClose, onNext }: OutcomeProps) {
  const { t } = useTranslation("campaigns");
  const may = useMay();
  const send = useSendIdeas(ideas[0]?.campaign_id ?? "");
  const { withClient, withTeam, approved, failed, link } = outcome;
  const waiting = ideas.filter(({ id }) => withTeam.includes(id));
  const canPassOn = waiting.length > 0 && may("idea.approve_internal");
  return (
    <div className="flex flex-col gap-5">
      <div role="status">
        <ul className="flex flex-col gap-1 text-lg">
          {withClient.length > 0 ? <li>{t("send.result_client", { count: withClient.length })}</li> : null}
          {withTeam.length > 0 ? <li>{t("send.result_internal", { count: withTeam.length })}</li> : null}
          {approved.length > 0 ? <li>{t("send.result_approved", { count: approved.length })}</li> : null}
          {failed > 0 ? <li className="text-bad">{t("send.result_failed", { count: failed })}</li> : null}
        </ul>
      </div>
      {link ? <LinkReady link={link} campaignName={ideas[0]?.campaign_name ?? ""} /> : null}
      {!link && withClient.length === 0 && withTeam.length > 0 ? (
        <p className="text-ink-soft">{t("send.no_link")}</p>
      ) : null}
      {send.error ? <ProblemNotice error={send.error} /> : null}
      <DialogActions>
        <Button variant={canPassOn ? "secondary" : "primary"} onClick={onClose}>
          {t("send.done")}
        </Button>
        {canPassOn ? (
          <Button
            variant="primary"
            isBusy={send.isPending}
            onClick={() => send.mutate({ ideas: waiting, wish }, { onSuccess: onNext })}
          >
            {t("send.pass_on", { count: waiting.length })}
          </Button>
        ) : null}
      </DialogActions>
    </div>
  );
}
