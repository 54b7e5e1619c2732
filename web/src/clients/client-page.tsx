import { Outlet, useParams } from "@tanstack/react-router";
import { ArrowUpRight, Pencil } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Client } from "~/api/types";
import { ClientEditDialog } from "~/clients/client-edit-dialog";
import { useClient } from "~/clients/queries";
import { paths } from "~/paths";
import { useMay } from "~/session/queries";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { ButtonLink } from "~/ui/link";
import { PageHeader } from "~/ui/page-header";
import { TabLinks } from "~/ui/tabs";

/** A client's frame: who it is, and the tabs. */
export function ClientPage() {
  const { t } = useTranslation("clients");
  const { clientId } = useParams({ from: "/shell/clients/$clientId" });
  const client = useClient(clientId);
  const may = useMay();
  const [isEditing, setIsEditing] = useState(false);

  const tabs = [
    { to: paths.client(clientId), label: t("tab.overview") },
    {
      to: paths.clientExercises(clientId),
      label: t("tab.exercises"),
      count: `${client.exercises_completed}/${client.exercises_total}`,
    },
    ...(may("voice.read") ? [{ to: paths.clientVoice(clientId), label: t("tab.voice") }] : []),
    ...(may("campaign.read") ? [{ to: paths.clientCampaigns(clientId), label: t("tab.campaigns") }] : []),
    ...(may("version.read") ? [{ to: paths.clientHistory(clientId), label: t("tab.history") }] : []),
  ];

  return (
    <div className="flex flex-col gap-8">
      <PageHeader
        overline={<Overline client={client} />}
        title={client.name}
        meta={client.archived_at ? <Badge>{t("archived")}</Badge> : null}
        actions={
          <>
            {may("client.update") ? (
              <Button icon={<Pencil size={14} aria-hidden="true" />} onClick={() => setIsEditing(true)}>
                {t("edit.open")}
              </Button>
            ) : null}
            {may("campaign.create") ? (
              <ButtonLink to={paths.campaignNew({ client_id: clientId })} variant="primary">
                {t("new_campaign")}
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <TabLinks label={t("tab.label", { name: client.name })} tabs={tabs} />
      <Outlet />
      <ClientEditDialog
        key={client.version}
        client={client}
        isOpen={isEditing}
        onClose={() => setIsEditing(false)}
      />
    </div>
  );
}

function Overline({ client }: { client: Client }) {
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      {client.industry}
      {client.website ? (
        <a
          href={client.website}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-0.5 text-ink-soft hover:text-ink hover:underline"
        >
          {client.website.replace(/^https?:\/\/(www\.)?/, "")}
          <ArrowUpRight size={13} aria-hidden="true" />
        </a>
      ) : null}
    </span>
  );
}
