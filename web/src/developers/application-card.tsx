import { ExternalLink } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ApplicationActions } from "~/developers/application-actions";
import { Fact } from "~/developers/key-details";
import type { Application, ApplicationState } from "~/developers/types";
import { Badge, type Tone } from "~/ui/badge";
import { useFormat } from "~/ui/use-format";
import { isWebAddress } from "~/ui/web-address";

const TONES: Record<ApplicationState, Tone> = {
  pending: "warn",
  approved: "good",
  rejected: "bad",
  suspended: "neutral",
};

/** An application as its reviewer needs to see it: who it says it is, what it wants, where it leads people. */
export function ApplicationCard({ application }: { application: Application }) {
  const { t } = useTranslation("developers");
  const format = useFormat();
  const { homepage } = application;
  return (
    <li className="flex flex-col gap-4 rounded-md border border-line bg-surface p-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium text-lg">
            {application.name}
            <Badge tone={TONES[application.state]}>{t(`apps.states.${application.state}`)}</Badge>
          </h3>
          {application.description ? <p className="text-ink-soft">{application.description}</p> : null}
        </div>
        <ApplicationActions application={application} />
      </div>
      {application.review_note ? (
        <p className="border-line-strong border-l-2 pl-3 text-ink-soft">{application.review_note}</p>
      ) : null}
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
        <Fact label={t("apps.client_id")}>
          <span className="select-all font-mono text-sm">{application.client_id}</span>
        </Fact>
        <Fact label={t("apps.kind")}>
          {t(application.is_confidential ? "apps.confidential" : "apps.public")}
        </Fact>
        <Fact label={t("apps.registered")}>{format.date(application.created_at)}</Fact>
        {homepage && isWebAddress(homepage) ? (
          <Fact label={t("apps.homepage")}>
            <a
              href={homepage}
              target="_blank"
              rel="noreferrer noopener"
              className="inline-flex items-center gap-1.5 break-all text-accent hover:underline"
            >
              {homepage}
              <ExternalLink size={13} aria-label={t("apps.new_window")} />
            </a>
          </Fact>
        ) : null}
        <Fact label={t("apps.redirects")}>
          {application.redirect_uris.map((uri) => (
            <span key={uri} className="block break-all font-mono text-sm">
              {uri}
            </span>
          ))}
        </Fact>
        <Fact label={t("keys.scopes")}>
          <span className="font-mono text-sm">{application.scopes.join(" ")}</span>
        </Fact>
      </dl>
    </li>
  );
}
