import { useSuspenseQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { ExternalLink } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import { type ConsentRequest, consentQuery, decide } from "~/consent/queries";
import { ScopeList } from "~/consent/scope-list";
import { useMe } from "~/session/queries";
import { Wordmark } from "~/session/wordmark";
import { Avatar } from "~/ui/avatar";
import { Button } from "~/ui/button";
import { ProblemNotice } from "~/ui/problem-notice";
import { isWebAddress } from "~/ui/web-address";

/** "May this application act for you?" */
export function ConsentPage() {
  const { request: id = "none" } = useSearch({ from: "/authorize" });
  const { data: request } = useSuspenseQuery(consentQuery(id));
  return <Consent id={id} request={request} />;
}

/** The request is answered already, too old, or never was one. */
export function ConsentClosed({ error }: { error: unknown }) {
  const { t } = useTranslation("consent");
  const isGone = error instanceof ApiError && error.status >= 400 && error.status < 500;
  return (
    <ConsentFrame title={t("gone_title")}>
      {isGone ? <p className="text-ink-soft text-lg">{t("gone")}</p> : <ProblemNotice error={error} />}
    </ConsentFrame>
  );
}

interface ConsentProps {
  id: string;
  request: ConsentRequest;
}

function Consent({ id, request }: ConsentProps) {
  const { t } = useTranslation("consent");
  const [chosen, setChosen] = useState(() => request.scopes.map(({ permission }) => permission));
  const [busy, setBusy] = useState<"approve" | "deny" | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const { name } = request.client;

  async function answer(decision: "approve" | "deny"): Promise<void> {
    setBusy(decision);
    setFailure(null);
    try {
      const scopes = decision === "approve" ? chosen : undefined;
      const { redirect_to } = await decide(id, { decision, scopes });
      // Stays busy: the page is being left.
      window.location.assign(redirect_to);
    } catch (error) {
      setFailure(error);
      setBusy(null);
    }
  }

  return (
    <ConsentFrame title={t("title", { name })}>
      <Who request={request} />
      <ScopeList scopes={request.scopes} value={chosen} onChange={setChosen} />
      {failure ? <ProblemNotice error={failure} /> : null}
      <div className="flex flex-col gap-3">
        <div className="flex flex-col-reverse gap-2 sm:flex-row">
          <Button
            size="lg"
            className="sm:flex-1"
            isBusy={busy === "deny"}
            onClick={() => busy === null && void answer("deny")}
          >
            {t("deny")}
          </Button>
          <Button
            size="lg"
            variant="primary"
            className="sm:flex-1"
            isBusy={busy === "approve"}
            disabledReason={chosen.length === 0 ? t("choose_one") : null}
            onClick={() => busy === null && void answer("approve")}
          >
            {t("allow")}
          </Button>
        </div>
        <p className="text-ink-soft text-sm">{t("leads", { host: request.redirect_host })}</p>
        <p className="text-ink-faint text-sm">{t("withdraw")}</p>
      </div>
    </ConsentFrame>
  );
}

/** Who asks, and in whose name it would act: somebody with two accounts has to see which one this is. */
function Who({ request }: { request: ConsentRequest }) {
  const { t } = useTranslation("consent");
  const { member, tenant } = useMe();
  const { client } = request;
  return (
    <div className="flex flex-col gap-4">
      {client.description ? <p className="text-ink-soft text-lg">{client.description}</p> : null}
      {client.homepage && isWebAddress(client.homepage) ? (
        <a
          href={client.homepage}
          target="_blank"
          rel="noreferrer noopener"
          className="inline-flex items-center gap-1.5 self-start break-all text-accent hover:underline"
        >
          {client.homepage}
          <ExternalLink size={13} aria-label={t("new_window")} />
        </a>
      ) : null}
      <div className="flex items-center gap-3 rounded-md border border-line bg-paper px-4 py-3">
        <Avatar name={member?.name ?? tenant.name} />
        <div className="min-w-0">
          <p className="font-medium">{member?.name}</p>
          <p className="break-words text-ink-soft text-sm">
            {member?.email} · {request.tenant_name}
          </p>
        </div>
      </div>
    </div>
  );
}

interface ConsentFrameProps {
  title: string;
  children: ReactNode;
}

function ConsentFrame({ title, children }: ConsentFrameProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center bg-paper px-4 py-8 sm:py-16">
      <title>{`${title} · Atelier`}</title>
      <Wordmark />
      <div className="mt-8 flex w-full max-w-xl flex-col gap-7 rounded-lg border border-line bg-surface p-6 sm:p-10">
        <h1 className="wrap-anywhere font-serif text-3xl tracking-[-0.01em]">{title}</h1>
        {children}
      </div>
    </main>
  );
}
